#pragma once
// The inside of a JSON string, as it lies between its quotes: checking its escapes and taking them out.
#include <string>
#include <string_view>

namespace greeninfer::wire {

// Whether every escape is one that JSON knows and no surrogate stands alone. The rest of the text is not looked at.
bool escapes_are_valid(std::string_view inside);

// Appends what the string means. Escapes must be valid; an invalid one is left out.
void append_unescaped(std::string_view inside, std::string& out);

}  // namespace greeninfer::wire
