#include "optimizer/verified_tokens.hpp"

#include <algorithm>
#include <array>

namespace greeninfer::optimizer {

namespace {

constexpr auto kNumbers = std::to_array<std::string_view>(
    {"double", "dozen", "eight", "eleven", "fifty",    "five",  "forty",  "four",   "half",  "hundred", "nine",
     "seven",  "six",   "ten",   "thirty", "thousand", "three", "twelve", "twenty", "twice", "two"});
static_assert(std::ranges::is_sorted(kNumbers));
constexpr auto kNegations = std::to_array<std::string_view>(
    {"avoid",  "barely", "cannot", "except", "exclude", "excluding", "hardly", "instead", "neither", "never",  "no",
     "nobody", "none",   "nor",    "not",    "nothing", "nowhere",   "only",   "rather",  "unless",  "without"});
static_assert(std::ranges::is_sorted(kNegations));
constexpr auto kModals = std::to_array<std::string_view>(
    {"can", "could", "may", "might", "must", "ought", "shall", "should", "will", "would"});
static_assert(std::ranges::is_sorted(kModals));
constexpr auto kComparatives = std::to_array<std::string_view>(
    {"best", "better", "fewer", "least", "less", "maximum", "minimum", "more", "most", "than", "worse", "worst"});
static_assert(std::ranges::is_sorted(kComparatives));

// What makes a courtesy of them.
constexpr auto kBesideNegation = std::to_array<std::string_view>(
    {"ado",      "asking",  "bother",   "bothering", "bush",    "busy",  "clue",   "deal",     "delay",
     "doubt",    "enough",  "found",    "goes",      "hassle",  "hear",  "helped", "hesitate", "hurry",
     "idea",     "if",      "joking",   "kidding",   "last",    "least", "mind",   "needless", "offense",
     "pressure", "problem", "rambling", "read",      "rush",    "say",   "saying", "see",      "stress",
     "thank",    "trouble", "waste",    "whether",   "worries", "worry"});
static_assert(std::ranges::is_sorted(kBesideNegation));
constexpr auto kBesideModal = std::to_array<std::string_view>(
    {"advice",   "answer",   "anyone",  "assistance", "feedback", "guidance", "help", "i",    "input", "it",
     "response", "somebody", "someone", "support",    "that",     "this",     "we",   "what", "which", "you"});
static_assert(std::ranges::is_sorted(kBesideModal));
constexpr auto kBesideComparative = std::to_array<std::string_view>(
    {"all",         "anything", "can",  "context", "convenience", "details", "do",        "importantly",
     "information", "last",     "luck", "not",     "once",        "or",      "questions", "regards",
     "request",     "sooner",   "the",  "thing",   "very",        "wishes",  "you",       "your"});
static_assert(std::ranges::is_sorted(kBesideComparative));

constexpr std::size_t kCompanyWords = 4;  // as far as company reaches to either side

bool within(std::span<const std::string_view> sorted, std::string_view word) {
    return std::binary_search(sorted.begin(), sorted.end(), word);
}

// Letters in lower case, and apostrophes of both shapes as one.
std::string plain_form(std::string_view word) {
    std::string plain;
    for (std::size_t i = 0; i < word.size(); ++i) {
        const char byte = word[i];
        if (byte >= 'a' && byte <= 'z') plain += byte;
        if (byte >= 'A' && byte <= 'Z') plain += static_cast<char>(byte + ('a' - 'A'));
        if (byte == '\'' || word.substr(i).starts_with("\xe2\x80\x99")) plain += '\'';
    }
    return plain;
}

template <class Wanted>
std::vector<std::string_view> words_that(std::string_view text, Wanted wanted) {
    std::vector<std::string_view> found;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find_first_of(" \t\n\v\f\r", at), text.size());
        const std::string_view word = text.substr(at, end - at);
        if (wanted(word)) found.push_back(word);
        at = end + 1;
    }
    std::sort(found.begin(), found.end());
    return found;
}

bool is_upper(char byte) {
    return byte >= 'A' && byte <= 'Z';
}

bool is_alphabetic(char byte) {
    return is_upper(byte) || (byte >= 'a' && byte <= 'z');
}

// "camelCase", "NASA", "snake_case", "@name"; not "AI", "OK" and the like, which courtesy has as well.
bool is_marked(std::string_view word) {
    if (word.find_first_of("_@") != std::string_view::npos) return true;
    std::size_t letters = 0;
    std::size_t inner = 0;
    for (std::size_t i = 0; i < word.size(); ++i) {
        letters += is_alphabetic(word[i]) ? 1 : 0;
        inner += i > 0 && is_upper(word[i]) && is_alphabetic(word[i - 1]) ? 1 : 0;
    }
    constexpr auto kCourtesy =
        std::to_array<std::string_view>({"ai", "asap", "btw", "fyi", "imho", "imo", "lol", "ok", "tbh"});
    return letters > 1 && inner > 0 && !within(kCourtesy, plain_form(word));
}

bool negates(std::string_view plain) {
    return within(kNegations, plain) || plain.ends_with("n't");
}

}  // namespace

std::vector<std::string_view> digit_words(std::string_view text) {
    return words_that(text, [](std::string_view word) {
        return std::any_of(word.begin(), word.end(), [](char byte) { return byte >= '0' && byte <= '9'; });
    });
}

std::vector<std::string_view> marked_words(std::string_view text) {
    return words_that(text, is_marked);
}

std::vector<std::string> limiting_words(std::string_view text) {
    std::vector<std::string> found;
    for (const std::string_view word : words_that(text, [](std::string_view) { return true; })) {
        std::string plain = plain_form(word);
        const bool limits =
            negates(plain) || within(kModals, plain) || within(kComparatives, plain) || within(kNumbers, plain);
        if (limits) found.push_back(std::move(plain));
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<std::string_view> between(std::string_view text, char mark) {
    std::vector<std::string_view> found;
    std::size_t open = text.find(mark);
    while (open != std::string_view::npos) {
        const std::size_t close = text.find(mark, open + 1);
        found.push_back(text.substr(open, close == std::string_view::npos ? close : close + 1 - open));
        open = close == std::string_view::npos ? close : text.find(mark, close + 1);
    }
    return found;
}

VerifiedTokens::VerifiedTokens(std::span<const std::string_view> words) {
    for (const std::string_view word : words) plain_.push_back(plain_form(word));
}

bool VerifiedTokens::has_company(std::size_t at, const std::vector<bool>& gone,
                                 std::span<const std::string_view> company) const {
    for (std::size_t step = 1; step <= kCompanyWords; ++step) {
        if (at < step || !gone[at - step]) break;
        if (within(company, plain_[at - step])) return true;
    }
    for (std::size_t step = 1; step <= kCompanyWords; ++step) {
        if (at + step >= plain_.size() || !gone[at + step]) break;
        if (within(company, plain_[at + step])) return true;
    }
    return false;
}

Breach VerifiedTokens::loss_of(std::size_t at, const std::vector<bool>& gone) const {
    const std::string_view word = plain_[at];
    if (within(kNumbers, word)) return Breach::number;
    if (negates(word) && !has_company(at, gone, kBesideNegation)) return Breach::negation;
    const bool asks_leave = word == "can" && at + 1 < plain_.size() && plain_[at + 1] == "i";
    if (asks_leave || (within(kModals, word) && !has_company(at, gone, kBesideModal))) return Breach::modal;
    if (within(kComparatives, word) && !has_company(at, gone, kBesideComparative)) return Breach::comparative;
    return Breach::none;
}

}  // namespace greeninfer::optimizer
