#pragma once
// The marks that mail programs put before the lines they quote: "> text", "> > text", ">> text"; private to this layer.
#include <string_view>

namespace greeninfer::optimizer {

// Deeper levels of a chain are read as text of this one.
inline constexpr unsigned kQuoteLevelsMax = 6;

inline unsigned quote_depth(std::string_view line) {
    unsigned depth = 0;
    for (std::size_t at = 0; depth < kQuoteLevelsMax && at < line.size() && line[at] == '>'; ++depth) {
        at += at + 1 < line.size() && line[at + 1] == ' ' ? 2 : 1;
    }
    return depth;
}

// `levels` at most quote_depth(line).
inline std::string_view without_marks(std::string_view line, unsigned levels) {
    for (; levels > 0; --levels) line.remove_prefix(line.size() > 1 && line[1] == ' ' ? 2 : 1);
    return line;
}

}  // namespace greeninfer::optimizer
