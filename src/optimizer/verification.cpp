#include "optimizer/verification.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "optimizer/verified_tokens.hpp"

namespace greeninfer::optimizer {

namespace {

constexpr std::string_view kBlank = " \t\n\v\f\r";

// One word and the white space before it.
struct Token {
    std::string_view blank;
    std::string_view word;
    std::size_t begin = 0;
};

struct Tokens {
    std::vector<Token> all;
    std::string_view tail;  // white space behind the last word
};

Tokens tokens_of(std::string_view text) {
    Tokens tokens;
    std::size_t at = 0;
    while (true) {
        const std::size_t begin = text.find_first_not_of(kBlank, at);
        if (begin == std::string_view::npos) {
            tokens.tail = text.substr(at);
            return tokens;
        }
        const std::size_t end = std::min(text.find_first_of(kBlank, begin), text.size());
        tokens.all.push_back({text.substr(at, begin - at), text.substr(begin, end - begin), begin});
        at = end;
    }
}

std::size_t breaks_in(std::string_view blank) {
    return static_cast<std::size_t>(std::ranges::count(blank, '\n'));
}

// A deleted gap leaves white space that stood in it, with as many line breaks as its strongest had.
bool blank_fits(std::span<const Token> gap, std::string_view blank) {
    std::size_t most = 0;
    bool seen = false;
    for (const Token& token : gap) {
        most = std::max(most, breaks_in(token.blank));
        seen = seen || token.blank == blank;
    }
    return seen && breaks_in(blank) == most;
}

// Places of the deleted words, or nothing when they are not ascending places of the text.
std::optional<std::vector<bool>> marks_of(std::span<const std::uint32_t> deleted, std::size_t words) {
    std::vector<bool> gone(words);
    std::size_t next = 0;
    for (const std::uint32_t at : deleted) {
        if (at < next || at >= words) return std::nullopt;
        gone[at] = true;
        next = at + std::size_t{1};
    }
    return gone;
}

bool is_subsequence(const Tokens& original, const Tokens& shortened, const std::vector<bool>& gone) {
    std::size_t found = 0;
    std::size_t gap = 0;  // the first token since the last one that stayed
    for (std::size_t at = 0; at < original.all.size(); ++at) {
        if (gone[at]) continue;
        if (found == shortened.all.size() || shortened.all[found].word != original.all[at].word) return false;
        const std::string_view blank = shortened.all[found].blank;
        const bool leads = gap == 0 && at > 0;
        if (leads ? !original.all[at].blank.ends_with(blank) || blank.contains('\n')
                  : !blank_fits(std::span(original.all).subspan(gap, at + 1 - gap), blank)) {
            return false;
        }
        ++found;
        gap = at + 1;
    }
    return found == shortened.all.size() && shortened.tail == original.tail;
}

// Locked words all stand in the shortened text, and where several follow each other, so do their bytes.
bool locked_spans_stand(std::string_view original, std::string_view shortened, const Tokens& tokens,
                        const std::vector<bool>& gone, std::span<const Lock> locks) {
    std::size_t from = 0;
    for (std::size_t at = 0; at < tokens.all.size();) {
        if (locks[at] == Lock::none) {
            ++at;
            continue;
        }
        const std::size_t begin = tokens.all[at].begin;
        std::size_t end = begin;
        for (; at < tokens.all.size() && locks[at] != Lock::none; ++at) {
            if (gone[at]) return false;
            end = tokens.all[at].begin + tokens.all[at].word.size();
        }
        const std::size_t found = shortened.find(original.substr(begin, end - begin), from);
        if (found == std::string_view::npos) return false;
        from = found + (end - begin);
    }
    return true;
}

Breach count_breach(const Tokens& original, const std::vector<bool>& gone) {
    std::vector<std::string_view> words;
    for (const Token& token : original.all) words.push_back(token.word);
    const VerifiedTokens kinds(words);
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (!gone[at]) continue;
        if (const Breach breach = kinds.loss_of(at, gone); breach != Breach::none) return breach;
    }
    return Breach::none;
}

}  // namespace

Breach verify(std::string_view original, std::string_view shortened, std::span<const std::uint32_t> deleted,
              std::span<const Lock> locks) {
    const Tokens before = tokens_of(original);
    const Tokens after = tokens_of(shortened);
    const auto gone = marks_of(deleted, before.all.size());
    if (!gone || locks.size() != before.all.size() || !is_subsequence(before, after, *gone)) {
        return Breach::not_a_subsequence;
    }
    if (!locked_spans_stand(original, shortened, before, *gone, locks)) return Breach::locked_word;
    if (digit_words(original) != digit_words(shortened)) return Breach::number;
    if (marked_words(original) != marked_words(shortened)) return Breach::identifier;
    if (between(original, '`') != between(shortened, '`')) return Breach::code;
    if (between(original, '"') != between(shortened, '"')) return Breach::quote;
    return count_breach(before, *gone);
}

}  // namespace greeninfer::optimizer
