// Which of the endpoints a strategy takes.
#include <algorithm>
#include <limits>
#include <tuple>

#include "fleet/candidate.hpp"

namespace greeninfer::fleet {

namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr double kSameSeconds = 1 + kSameShare;
constexpr double kSameTokens = 16;
constexpr double kLongestExploring = 2;
// From then on the next beginning displaces another one. With 0.95 a fleet's clean caches were a little too full
// already.
constexpr double kFilled = 0.9;

double tokens_to_read(const Candidate& one) {
    return one.cost.missed_tokens + one.displaced_tokens;
}

// What it would read has a place without displacing another beginning.
bool has_room(const Candidate& one) {
    return one.filled_share < kFilled || one.cost.cached_tokens >= one.cost.missed_tokens;
}

// Of those that are as soon, counting their own seconds and those of others, one that has most of the prompt: it takes
// the least energy. Of those that have as much of it, where carbon counts the cleanest that has room, then the least
// busy, and then the one with most room: a short beginning that all prompts share would otherwise bring all of them to
// the one that had it first, where they displace each other while others stay empty.
Candidate& soonest_of(std::span<Candidate> candidates) {
    const auto seconds = [](const Candidate& one) { return one.cost.seconds + one.delay_seconds; };
    const double best = seconds(*std::ranges::min_element(candidates, {}, seconds));
    const double same = best * kSameSeconds + kSameAtAll;
    const auto missed = [&](const Candidate& one) { return seconds(one) > same ? kNever : tokens_to_read(one); };
    const double least_missed = missed(*std::ranges::min_element(candidates, {}, missed));
    const double as_little = least_missed * kSameSeconds + kSameTokens;
    const auto grams = [&](const Candidate& one) {
        return missed(one) > as_little || !one.carbon || !has_room(one) ? kNever : one.carbon->as_grams();
    };
    const double least_grams = grams(*std::ranges::min_element(candidates, {}, grams));
    return *std::ranges::min_element(candidates, {}, [&](const Candidate& one) {
        return std::tuple(seconds(one) > same ? seconds(one) : 0, missed(one) > as_little ? missed(one) : 0,
                          grams(one) > least_grams * kSameSeconds ? grams(one) : 0, one.in_flight, one.filled_share,
                          one.place);
    });
}

// In turn, of those whose first token comes after at most kLongestExploring times as long as the soonest one's: what
// one learns by asking is not worth a long beginning read anew, and one in a hundred such is what a 99th percentile
// shows.
Candidate& next_to_explore(std::span<Candidate> candidates) {
    const auto first_token = [](const Candidate& one) { return one.cost.first_token_seconds; };
    const double soonest = first_token(*std::ranges::min_element(candidates, {}, first_token));
    const double latest = soonest * kLongestExploring + kSameAtAll;
    return *std::ranges::min_element(
        candidates, {}, [&](const Candidate& one) { return std::pair(first_token(one) > latest, one.place); });
}

}  // namespace

Candidate& take_by_strategy(std::span<Candidate> candidates, Strategy strategy, bool explores) {
    const auto in_turn = [](const Candidate& one) { return one.place; };
    if (explores) return next_to_explore(candidates);
    switch (strategy) {
        case Strategy::kv_aware:
            return soonest_of(candidates);
        case Strategy::round_robin:
            return *std::ranges::min_element(candidates, {}, in_turn);
        case Strategy::session:
            return *std::ranges::max_element(candidates, {}, &Candidate::affinity);
        case Strategy::least_busy:
            break;
    }
    return *std::ranges::min_element(candidates, {}, by_load);
}

}  // namespace greeninfer::fleet
