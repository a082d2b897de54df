#include <algorithm>
#include <array>

#include "optimizer/lock_rules.hpp"

namespace greeninfer::optimizer {

namespace {

constexpr auto kComparatives = std::to_array<std::string_view>(
    {"best",   "better",  "between", "beyond",   "bigger",  "biggest", "cheaper", "cheapest", "compared", "earliest",
     "equal",  "equals",  "exceed",  "exceeds",  "farther", "faster",  "fastest", "fewer",    "fewest",   "greater",
     "higher", "highest", "larger",  "largest",  "latest",  "least",   "less",    "longer",   "longest",  "lower",
     "lowest", "max",     "maximum", "min",      "minimum", "more",    "most",    "newer",    "newest",   "older",
     "oldest", "several", "shorter", "shortest", "slower",  "slowest", "smaller", "smallest", "than",     "versus",
     "vs",     "within",  "worse",   "worst",    "younger"});
static_assert(std::ranges::is_sorted(kComparatives));

// "at least", "at most": the small word too, or what is left says something else.
bool begins_bound(const Reading& reading, std::size_t at) {
    const std::string_view second = reading.normal(at + 1);
    return reading.normal(at) == "at" && (second == "least" || second == "most" || second == "best");
}

// "taller than": the word that is compared, whatever it is.
bool is_compared(const Reading& reading, std::size_t at) {
    return reading.normal(at + 1) == "than";
}

// "not exactly": without it more is denied.
bool softens_negation(const Reading& reading, std::size_t at) {
    const std::string_view before = at > 0 ? reading.normal(at - 1) : std::string_view();
    const std::string_view word = reading.normal(at);
    return (before == "not" || before.ends_with("n't")) &&
           (word == "exactly" || word == "really" || word == "very" || word == "quite" || word == "actually" ||
            word == "totally" || word == "absolutely" || word == "definitely" || word == "certainly");
}

// "exactly 5", "up to ten", "about half": belongs to the number behind it.
bool limits_number(const Reading& reading, std::size_t at, const Locks& locks) {
    constexpr auto kLimits =
        std::to_array<std::string_view>({"about", "above", "almost", "approximately", "around", "below", "exactly",
                                         "nearly", "over", "roughly", "to", "under", "up", "within"});
    static_assert(std::ranges::is_sorted(kLimits));
    return at + 1 < locks.size() && locks[at + 1] == Lock::number && is_in(kLimits, reading.normal(at));
}

}  // namespace

void lock_comparatives(const Reading& reading, std::span<const std::uint8_t> in_courtesy, Locks locks) {
    for (std::size_t at = reading.size(); at-- > 0;) {
        if (in_courtesy[at] == 0 &&
            (is_in(kComparatives, reading.normal(at)) || begins_bound(reading, at) || is_compared(reading, at) ||
             softens_negation(reading, at) || limits_number(reading, at, locks))) {
            lock(locks, at, Lock::comparative);
        }
        if (reading.normal(at) == "up" && at + 1 < locks.size() && reading.normal(at + 1) == "to" &&
            locks[at + 1] == Lock::comparative) {
            lock(locks, at, Lock::comparative);
        }
    }
}

}  // namespace greeninfer::optimizer
