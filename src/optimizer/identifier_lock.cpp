#include <algorithm>
#include <array>

#include "optimizer/letters.hpp"
#include "optimizer/lock_rules.hpp"
#include "optimizer/phrase_book.hpp"

namespace greeninfer::optimizer {

namespace {

constexpr auto kNoNames = std::to_array<std::string_view>(
    {"a", "ai", "asap", "btw", "fyi", "i", "i'd", "i'll", "i'm", "i've", "imho", "imo", "lol", "ok", "tbh"});
static_assert(std::ranges::is_sorted(kNoNames));
constexpr auto kOrdinaryStarts = std::to_array<std::string_view>(
    {"also",   "and",     "are",   "as",   "best",   "can",     "cheers", "could", "dear",   "did",  "do",
     "does",   "explain", "for",   "give", "good",   "has",     "have",   "hello", "help",   "here", "hey",
     "hi",     "how",     "how's", "if",   "in",     "is",      "it",     "just",  "kindly", "let",  "let's",
     "may",    "might",   "my",    "now",  "please", "regards", "should", "show",  "so",     "tell", "thank",
     "thanks", "that",    "the",   "then", "there",  "this",    "to",     "was",   "were",   "what", "what's",
     "when",   "where",   "which", "who",  "why",    "will",    "would",  "write", "you",    "your"});
static_assert(std::ranges::is_sorted(kOrdinaryStarts));

bool has_capital_inside(std::string_view core) {
    return core.size() > 1 && std::ranges::any_of(core.substr(1), is_capital);
}

// The parts of "Jean-Luc" and "I'm" are judged with the whole.
bool is_capitalised(std::string_view core) {
    return !core.empty() && is_capital(core.front());
}

bool is_marked(std::string_view raw) {
    return raw.find_first_of("_@#") != std::string_view::npos || raw.contains("::") || raw.contains("->");
}

// A capital in the middle of a sentence is a name, except where somebody begins anew: "Hi, Could you", "So: My task",
// and with a known phrase also without a comma: "so Sorry for the trouble".
class Names {
public:
    Names(const Reading& reading, const PhraseBook& book) : reading_(reading), book_(book) {}

    bool is_name(std::size_t at) {
        const ReadWord& word = reading_[at];
        if (!is_capitalised(word.core) || word.begins_sentence || is_in(kOrdinaryStarts, word.normal)) return false;
        if (!book_.may_go(book_.ids().find(word.normal))) return true;
        return !reading_[at - 1].pauses && !begins_phrase(at);
    }

private:
    bool begins_phrase(std::size_t at) {
        if (ids_.empty()) ids_ = ids_of(reading_, book_.ids());
        bool found = false;
        book_.trie().each_from(at, reading_, ids_, [&](std::size_t end, PhraseEnd) { found = found || end - at > 1; });
        return found;
    }

    const Reading& reading_;
    const PhraseBook& book_;
    std::vector<WordId> ids_;  // when they are first needed
};

}  // namespace

void lock_identifiers(const Reading& reading, Locks locks) {
    Names names(reading, PhraseBook::built_in());
    for (std::size_t at = 0; at < reading.size(); ++at) {
        const ReadWord& word = reading[at];
        if (is_marked(word.raw)) lock(locks, at, Lock::identifier);
        if (is_in(kNoNames, word.normal)) continue;
        if (has_capital_inside(word.core) || names.is_name(at)) lock(locks, at, Lock::identifier);
    }
}

}  // namespace greeninfer::optimizer
