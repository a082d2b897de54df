#pragma once
// The frames themselves, as templates (phrase_template.hpp), by what must come behind them.
#include <cstdint>
#include <span>
#include <string_view>

namespace greeninfer::optimizer {

enum class Behind : std::uint8_t {
    anything,
    task_verb,      // "can you" + explain
    pause,          // punctuation, the end of the line or of the text: "if you can,"
    question_word,  // "do you know" + what
};

struct CourtesyFrame {
    Behind behind;
    std::string_view phrase_template;
};

std::span<const CourtesyFrame> courtesy_frames();

}  // namespace greeninfer::optimizer
