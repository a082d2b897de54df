#pragma once
// Short ways to make what the scorer's parts read, for its tests.
#include <string>
#include <string_view>
#include <vector>

#include "scorer/plain_text.hpp"
#include "scorer/words.hpp"

namespace greeninfer::scorer {

inline std::u32string plain_of(std::string_view text) {
    PlainText plain;
    plain.append(text, text.size());
    return plain.points;
}

inline std::vector<Word> words_of(std::u32string_view text) {
    std::vector<Word> words;
    cut_into_words(text, words);
    return words;
}

}  // namespace greeninfer::scorer
