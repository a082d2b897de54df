#include <algorithm>
#include <string>
#include <vector>

#include "optimizer/verification.hpp"
#include "optimizer/verified_tokens.hpp"

namespace greeninfer::optimizer {

namespace {

constexpr std::string_view kBlank = " \t\n\v\f\r";
constexpr std::string_view kOuter = ".,!?;:()";

std::string_view without_outer(std::string_view bytes) {
    const std::size_t first = bytes.find_first_not_of(kOuter);
    if (first == std::string_view::npos) return bytes;
    return bytes.substr(first, bytes.find_last_not_of(kOuter) + 1 - first);
}

// Bytes of the words that are locked one behind the other.
std::vector<std::string_view> locked_spans(std::string_view text, std::span<const Lock> locks) {
    std::vector<std::string_view> spans;
    std::size_t at = 0;
    std::size_t open = std::string_view::npos;
    std::size_t last = 0;
    const auto close = [&] {
        if (open != std::string_view::npos) spans.push_back(without_outer(text.substr(open, last - open)));
        open = std::string_view::npos;
    };
    for (const Lock lock : locks) {
        const std::size_t begin = text.find_first_not_of(kBlank, at);
        if (begin == std::string_view::npos) break;
        at = std::min(text.find_first_of(kBlank, begin), text.size());
        if (lock == Lock::none) {
            close();
            continue;
        }
        if (open == std::string_view::npos) open = begin;
        last = at;
    }
    close();
    return spans;
}

bool stand_in_order(std::span<const std::string_view> spans, std::string_view text) {
    std::size_t from = 0;
    for (const std::string_view span : spans) {
        const std::size_t found = text.find(span, from);
        if (found == std::string_view::npos) return false;
        from = found + span.size();
    }
    return true;
}

template <class Word>
std::vector<std::string> plain(const std::vector<Word>& words) {
    std::vector<std::string> cores;
    for (const Word& word : words) cores.emplace_back(without_outer(word));
    std::sort(cores.begin(), cores.end());
    return cores;
}

// Whether the second multiset has nothing that the first has not.
bool nothing_new(const std::vector<std::string>& before, const std::vector<std::string>& after) {
    return std::includes(before.begin(), before.end(), after.begin(), after.end());
}

}  // namespace

Breach verify_rewrite(std::string_view original, std::string_view rewritten, std::span<const Lock> locks) {
    if (!stand_in_order(locked_spans(original, locks), rewritten)) return Breach::locked_word;
    if (plain(digit_words(original)) != plain(digit_words(rewritten))) return Breach::number;
    if (plain(marked_words(original)) != plain(marked_words(rewritten))) return Breach::identifier;
    if (between(original, '`') != between(rewritten, '`')) return Breach::code;
    if (between(original, '"') != between(rewritten, '"')) return Breach::quote;
    return nothing_new(limiting_words(original), limiting_words(rewritten)) ? Breach::none : Breach::negation;
}

}  // namespace greeninfer::optimizer
