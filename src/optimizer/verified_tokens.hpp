#pragma once
// The classes in which verification counts: found byte by byte in the texts themselves, not by the rules that lock.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "optimizer/verification.hpp"

namespace greeninfer::optimizer {

// Multisets, in ascending order: words with a digit; words with a capital behind another letter, or with _ or @.
std::vector<std::string_view> digit_words(std::string_view text);
std::vector<std::string_view> marked_words(std::string_view text);
// A multiset as well, in lower case: negations, modals, comparisons and number words.
std::vector<std::string> limiting_words(std::string_view text);
// Everything between the first and second, third and fourth ... of a mark, in order.
std::vector<std::string_view> between(std::string_view text, char mark);

// Words whose meaning hangs on their neighbours: a negation, modal or comparison may go only in the company that makes
// it courtesy, and together with that company.
class VerifiedTokens {
public:
    explicit VerifiedTokens(std::span<const std::string_view> words);

    // What the text would lose with word `at`, given that all words marked in `gone` go.
    Breach loss_of(std::size_t at, const std::vector<bool>& gone) const;

private:
    bool has_company(std::size_t at, const std::vector<bool>& gone, std::span<const std::string_view> company) const;

    std::vector<std::string> plain_;  // letters and apostrophes, in lower case
};

}  // namespace greeninfer::optimizer
