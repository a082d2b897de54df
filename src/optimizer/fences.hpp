#pragma once
// Fenced code blocks by the rules of CommonMark: ``` or ~~~, any length from three, closed only by a fence of the same
// kind that is as long; so a four-backtick block may hold a three-backtick one.
//
// Pairing fences as they come mistakes the inner one for the end and leaves the rest of the code unprotected. A fence
// that is never closed goes on to the end of the text. Pure.
#include <cstdint>
#include <span>
#include <vector>

#include "optimizer/text_lines.hpp"

namespace greeninfer::optimizer {

// Per line: 1 when it is a fence or inside one.
std::vector<std::uint8_t> fenced_lines(std::span<const TextLine> lines);

}  // namespace greeninfer::optimizer
