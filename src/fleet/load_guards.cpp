// Whom load speaks against, whatever a strategy or carbon would say.
#include <algorithm>

#include "fleet/candidate.hpp"

namespace greeninfer::fleet {

namespace {

// More in flight than this share of what the others have on average, and so many more: then it takes no part. Against
// the least busy, as in SGLang's router, one that comes back with nothing to do would shut out all the others.
constexpr double kHerdShare = 1.5;
constexpr double kHerdRequests = 32;

}  // namespace

void guard_against_herding(std::span<Candidate> candidates) {
    double sum = 0;
    for (const Candidate& candidate : candidates) sum += static_cast<double>(candidate.in_flight);
    const auto others = static_cast<double>(std::max<std::size_t>(1, candidates.size() - 1));
    for (Candidate& candidate : candidates) {
        const auto own = static_cast<double>(candidate.in_flight);
        candidate.is_held_back = own > (sum - own) / others * kHerdShare + kHerdRequests && candidates.size() > 1;
    }
}

void guard_against_queues(std::span<Candidate> candidates, Strategy strategy) {
    Candidate& usual = take_by_strategy(candidates, strategy, false);
    const Candidate& least_busy = *std::ranges::min_element(candidates, {}, by_load);
    const double usual_seconds = usual.cost.first_token_seconds + kSameAtAll;
    const double latest = std::max(usual_seconds, least_busy.cost.first_token_seconds + kSameAtAll);
    for (Candidate& one : candidates) {
        const double begins_after = one.cost.first_token_seconds + one.delay_seconds;
        const double own_seconds = one.cost.first_token_seconds - one.cost.wait_seconds;
        const bool waits = one.cost.wait_seconds > own_seconds * kSameShare + kSameAtAll;
        one.is_soon = strategy == Strategy::kv_aware && (begins_after <= usual_seconds || &one == &usual);
        one.is_held_back = waits && begins_after > latest && &one != &usual;
    }
}

}  // namespace greeninfer::fleet
