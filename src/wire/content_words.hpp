#pragma once
// The words of a short text that say what it is about, and how much of one text's words another one has.
//
// Two outlines differ when their words do: small models repeat themselves in nearly the same words, so this needs no
// model and is the same on every core. Scripts that put no blanks between words are compared by pairs of characters.
// Pure.
#include <set>
#include <string>
#include <string_view>

namespace greeninfer::wire {

using ContentWords = std::set<std::string>;

// Lower-cased where that is ASCII; words of fewer than four letters say too little and are left out.
ContentWords content_words(std::string_view text);

// The share of the smaller set that the other one has too: 0 to 1; 0 when one is empty.
double overlap(const ContentWords& a, const ContentWords& b);

}  // namespace greeninfer::wire
