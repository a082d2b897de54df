#pragma once
// The words of the lexicon as text: plain form (lower case, no accents), separated by spaces, "stem*" for all words
// that begin with 4 to 7 letters. Words that mean something else in another language are left out.
#include <array>
#include <span>
#include <string_view>

#include "scorer/lexicon.hpp"

namespace greeninfer::scorer {

struct TopicWords {
    Topic topic;
    std::u32string_view words;
};

// The order has no meaning; a topic may come several times.
std::span<const TopicWords> lexicon_words();

}  // namespace greeninfer::scorer
