#pragma once
// `greeninfer shorten`: shortens texts line by line without a server, guards, model and all, for judging the shortener
// and for looking at what it would do to one's own prompts.
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

namespace greeninfer::app {

struct ShortenOptions {
    std::string model;  // GGUF; empty: the built-in one
    bool no_model = false;
    bool rewrite = false;      // as optimizer.mode: free
    double min_saving = 0.10;  // as optimizer.min_saving
    std::uint32_t threads = 1;
    // In place of the model file's own; for fitting them.
    bool threshold_free = false;  // the decoder decides on everything
    std::optional<float> gate, keep_below, delete_above;
};

// Reads JSON lines {text} until the end and writes {text, left_alone, deleted, words, deleted_by_phrases, cpu_us,
// pieces, decoder_steps}. Returns the exit status: 0, 1 when the model cannot be loaded, 2 at the first line that is
// wrong, which is named on `problems`.
int shorten_lines(std::istream& in, std::ostream& out, std::ostream& problems, const ShortenOptions& options);

}  // namespace greeninfer::app
