#pragma once
// A bounded part of a text as plain code points (code_point.hpp), in the memory of a Scratch.
//
// Everything after this step works on it, so bytes are decoded once, and any bytes are: what is no UTF-8 becomes one
// replacement sign per bad byte. White space is shortened to one sign, which keeps blank padding from counting.
#include <cstddef>
#include <string>
#include <string_view>

namespace greeninfer::scorer {

struct PlainText {
    std::u32string points;
    std::size_t accents = 0;  // letters of the Latin script that English does not use
    std::size_t bytes_read = 0;
    std::size_t bytes_whole = 0;  // of the texts that were given, read or not

    void clear();
    // Appends `text`, or its first and last halves of `bytes_max` where it is longer. A line break separates texts.
    void append(std::string_view text, std::size_t bytes_max);

private:
    void decode(std::string_view bytes);
    void take(char32_t point);
};

}  // namespace greeninfer::scorer
