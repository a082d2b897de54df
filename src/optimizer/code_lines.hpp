#pragma once
// Lines that look like code though nobody fenced them.
//
// People paste code as it is. Its words must not be read as prose: "then", "fi" and "do" look like filler. Pure.
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "optimizer/text_lines.hpp"

namespace greeninfer::optimizer {

bool looks_like_code(std::string_view line);

// Per line: 1 when it is fenced, indented, or looks like code; also short lines between two such lines.
std::vector<std::uint8_t> code_lines(std::span<const TextLine> lines);

// Of the lines that are not blank; 0 for a text without any.
double code_share(std::span<const TextLine> lines);

}  // namespace greeninfer::optimizer
