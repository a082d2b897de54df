#pragma once
// Pretty-printed JSON in a tool's result, written without the white space between its tokens; private to this layer.
//
// A value is found where it begins a line and ends one: the whole text, the inside of a fence that says json, or a
// value between lines of other text. Fences of other languages are left alone, and so is all that is not valid JSON to
// its last byte. Each byte is read at most twice.
#include <optional>
#include <string>
#include <string_view>

namespace greeninfer::optimizer {

// Absent: nothing to gain.
std::optional<std::string> compact_json(std::string_view text);

}  // namespace greeninfer::optimizer
