#pragma once
// Whether words are English, which is all that the phrases and the model can read.
//
// A model that has never seen a language deletes from it at random, and "die" or "no" look like English words to it. So
// a sentence with more small words of other languages than English ones is not touched. Counting small words tells
// whole sentences apart; words with other letters than English ones, and what stands beside them, are locked one by
// one. Pure.
#include <cstddef>

#include "optimizer/reading.hpp"

namespace greeninfer::optimizer {

struct LanguageCounts {
    std::size_t words = 0;    // with a letter in them
    std::size_t english = 0;  // small words of English
    std::size_t foreign = 0;  // small words of other languages, and words with letters that English does not have
};

// Of the words in [begin, end).
LanguageCounts count_languages(const Reading& reading, std::size_t begin, std::size_t end);

bool is_foreign(const LanguageCounts& counts);

// A small word of English, or of another language.
bool is_english(std::string_view normal);
bool is_foreign_word(std::string_view normal);

// Letters that English does not have; typographic quotes, dashes and ellipses are none.
bool has_foreign_letter(std::string_view word);

}  // namespace greeninfer::optimizer
