#include <algorithm>
#include <array>

#include "optimizer/lock_rules.hpp"

namespace greeninfer::optimizer {

namespace {

constexpr auto kNegations = std::to_array<std::string_view>(
    {"aint",     "alone",     "arent",       "avoid",    "avoiding", "avoids",    "barely",     "cannot",  "cant",
     "couldnt",  "didnt",     "doesnt",      "dont",     "except",   "exception", "exceptions", "exclude", "excluded",
     "excludes", "excluding", "exclusively", "false",    "forbid",   "forbidden", "forbids",    "hadnt",   "hardly",
     "hasnt",    "havent",    "ignore",      "ignoring", "instead",  "isnt",      "lack",       "lacking", "lacks",
     "lest",     "merely",    "minus",       "mustnt",   "nah",      "neednt",    "neither",    "never",   "no",
     "nobody",   "none",      "nope",        "nor",      "not",      "nothing",   "nowhere",    "omit",    "omits",
     "omitting", "only",      "otherwise",   "prevent",  "prevents", "prohibit",  "prohibited", "purely",  "rarely",
     "rather",   "refuse",    "scarcely",    "seldom",   "shouldnt", "solely",    "strictly",   "till",    "unless",
     "until",    "wasnt",     "werent",      "without",  "wont",     "wouldnt"});
static_assert(std::ranges::is_sorted(kNegations));

bool is_negation(std::string_view normal) {
    return is_in(kNegations, normal) || normal.ends_with("n't") || normal.starts_with("non-");
}

// "Just the answer", "and just print x": only that. Behind a word that it weakens it is filler.
bool restricts(const Reading& reading, std::size_t at) {
    if (reading.normal(at) != "just") return false;
    if (reading[at].begins_sentence || at == 0) return true;
    const std::string_view before = reading.normal(at - 1);
    return reading[at - 1].pauses || before == "and" || before == "but" || before == "please" || before == "with" ||
           before == "for" || before == "you" || before == "or" || before == "in";
}

}  // namespace

void lock_negations(const Reading& reading, std::span<const std::uint8_t> in_courtesy, Locks locks) {
    for (std::size_t at = 0; at < reading.size(); ++at) {
        if (in_courtesy[at] != 0) continue;
        if (is_negation(reading.normal(at)) || restricts(reading, at)) lock(locks, at, Lock::negation);
    }
}

}  // namespace greeninfer::optimizer
