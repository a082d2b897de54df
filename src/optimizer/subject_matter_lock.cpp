#include <algorithm>
#include <array>

#include "optimizer/lock_rules.hpp"
#include "optimizer/phrase_book.hpp"

namespace greeninfer::optimizer {

namespace {

constexpr auto kCourtesy = std::to_array<std::string_view>(
    {"actually",  "apologies", "basically", "cheers", "goodbye", "hello",   "hey",   "hi",    "honestly", "kindly",
     "literally", "obviously", "please",    "pls",    "really",  "regards", "sorry", "thank", "thanks",   "welcome"});
static_assert(std::ranges::is_sorted(kCourtesy));
// Those that are said and written, and may be counted: "a thank you", "is please one word".
constexpr auto kSaid = std::to_array<std::string_view>(
    {"apologies", "goodbye", "hello", "hi", "please", "sorry", "thank", "thanks", "welcome"});
static_assert(std::ranges::is_sorted(kSaid));
constexpr auto kMentioning =
    std::to_array<std::string_view>({"ask", "asked", "called", "except", "means", "phrase", "said", "say", "saying",
                                     "says", "signed", "spell", "term", "word", "words"});
static_assert(std::ranges::is_sorted(kMentioning));
constexpr auto kWritten = std::to_array<std::string_view>(
    {"card", "cards", "email", "gift", "letter", "letters", "mean", "means", "message", "note", "notes", "speech"});
static_assert(std::ranges::is_sorted(kWritten));
constexpr auto kRoles = std::to_array<std::string_view>({"act", "imagine", "picture", "pretend"});
static_assert(std::ranges::is_sorted(kRoles));

bool is_article(std::string_view normal) {
    return normal == "a" || normal == "an" || normal == "the";
}

// The words of "thank you", "please".
std::size_t courtesy_end(const Reading& reading, std::size_t at) {
    return at + (reading.normal(at).starts_with("thank") && reading.normal(at + 1) == "you" ? 2 : 1);
}

bool is_mentioned(const Reading& reading, std::size_t at, std::size_t end) {
    const std::string_view next = reading.normal(end);
    const bool pauses = reading[end - 1].pauses || reading[end - 1].ends_sentence;
    if (!pauses && is_in(kWritten, next) && (reading.normal(at) != "please" || next.starts_with("mean"))) return true;
    if (at == 0 || reading[at - 1].pauses || reading[at - 1].ends_sentence) return false;
    const std::string_view before = reading.normal(at - 1);
    if (is_in(kMentioning, before)) return true;
    return is_in(kSaid, reading.normal(at)) && (is_article(before) || before == "is" || before == "does");
}

// "What does please mean", "a thank you note", "say sorry to her", "except please".
void lock_mentions(const Reading& reading, std::size_t at, Locks locks) {
    if (!is_in(kCourtesy, reading.normal(at))) return;
    const std::size_t end = courtesy_end(reading, at);
    if (!is_mentioned(reading, at, end)) return;
    for (std::size_t i = at; i < end; ++i) lock(locks, i, Lock::quoted);
}

// As far as the sentence, or the part of it, goes.
bool is_all_filler(const Reading& reading, std::size_t at) {
    const PhraseBook& book = PhraseBook::built_in();
    for (; at < reading.size(); ++at) {
        if (!book.may_go(book.ids().find(reading.normal(at)))) return false;
        if (reading[at].pauses || reading[at].ends_sentence) break;
    }
    return true;
}

// "You are a machine learning engineer", "pretend to be", "picture yourself": who the model is to be. Not where what
// follows is filler itself, as in "you are a lifesaver".
void lock_roles(const Reading& reading, std::size_t at, Locks locks) {
    if (is_in(kRoles, reading.normal(at))) {
        for (std::size_t i = at; i < at + 2; ++i) lock(locks, i, Lock::quoted);
        return;
    }
    if (reading.normal(at) != "you" || reading.normal(at + 1) != "are") return;
    const std::size_t article = at + (reading.normal(at + 2) == "now" ? 3 : 2);
    if (!is_article(reading.normal(article)) || article + 1 >= reading.size()) return;
    if (is_all_filler(reading, article + 1)) return;
    for (std::size_t i = at; i <= article; ++i) lock(locks, i, Lock::quoted);
}

bool has_comma_inside(std::string_view core) {
    const std::size_t comma = core.find(',');
    return comma != std::string_view::npos && comma > 0 && comma + 1 < core.size();
}

}  // namespace

void lock_subject_matter(const Reading& reading, Locks locks) {
    for (std::size_t at = 0; at < reading.size(); ++at) {
        lock_mentions(reading, at, locks);
        lock_roles(reading, at, locks);
        // A cell of a table whose next cell goes on: "Kofi,no thanks".
        if (has_comma_inside(reading[at].core)) lock(locks, at + 1, Lock::quoted);
    }
}

}  // namespace greeninfer::optimizer
