#pragma once
// Finds what somebody meant who mistyped a key.
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace greeninfer::config {

// The known word with the fewest edits to `word`, if so few that it can have been meant.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> known);

// Least number of inserted, deleted and replaced characters, and swapped neighbours, that turn one text into the other.
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace greeninfer::config
