#pragma once
// One line of `greeninfer shorten`: a text in, what of it is left and what that cost out. JSON Lines.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace greeninfer::wire {

// {"text": "..."}; other members are ignored. Faults are invalid_request with the field.
Result<std::string> read_shortening_line(std::string line);

struct ShortenedLine {
    std::string_view text;
    std::optional<std::string_view> left_alone;  // why; null when it was shortened
    std::span<const std::uint32_t> deleted;      // indices of words
    std::uint32_t words;
    std::uint32_t deleted_by_phrases;
    double cpu_us;
    std::uint32_t pieces;
    std::uint32_t decoder_steps;
};

// Appends an object with these members and a line feed.
void append_shortened_line(const ShortenedLine& line, std::string& out);

}  // namespace greeninfer::wire
