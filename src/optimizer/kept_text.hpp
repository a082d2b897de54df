#pragma once
// What is left of a text when words go: whole words, with white space that was there.
//
// A word goes with the white space before it. Of the white space between two words that stay one piece is kept, byte
// for byte: the one with the most line breaks, so that paragraphs and lines stay apart and no line is left with nothing
// but blanks; of equals the last, which holds the indentation of the next word. In front of the text only the
// indentation is kept. Letters are never made capital: deletion only. Pure.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "optimizer/word.hpp"

namespace greeninfer::optimizer {

// `words` are split_words(text); `deleted` holds 1 for each that goes, as long as words.
std::string kept_text(std::string_view text, std::span<const Word> words, std::span<const std::uint8_t> deleted);

}  // namespace greeninfer::optimizer
