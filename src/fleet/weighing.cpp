// What is told of a choice: the figures of those that were weighed, why one won, and what taking turns would have come
// to.
#include <algorithm>
#include <tuple>

#include "fleet/candidate.hpp"

namespace greeninfer::fleet {

namespace {

// Less of a difference explains nothing to people.
constexpr double kTellingShare = 0.05;
constexpr double kTellingTokens = 16;

WeighedEndpoint figures_of(const Candidate& candidate) {
    return {.endpoint = candidate.endpoint->get(),
            .cached_tokens = candidate.cost.cached_tokens,
            .missed_tokens = candidate.cost.missed_tokens,
            .first_token_seconds = candidate.cost.first_token_seconds,
            .seconds = candidate.cost.seconds,
            .delay_seconds = candidate.delay_seconds,
            .carbon = candidate.carbon,
            .in_flight = candidate.in_flight,
            .is_best = candidate.is_best,
            .is_told = candidate.is_told};
}

void add_means(std::span<const Candidate> candidates, const StrategyView& view, WeighedEndpoints& weighed) {
    const auto count = static_cast<double>(candidates.size());
    Energy energy;
    Carbon carbon;
    bool is_carbon_known = true;
    for (const Candidate& candidate : candidates) {
        weighed.mean_cached_tokens += candidate.cost.cached_tokens / count;
        weighed.mean_seconds += candidate.cost.seconds / count;
        if (view.profile) energy += energy_of(candidate, view) * (1 / count);
        is_carbon_known = is_carbon_known && candidate.carbon;
        if (candidate.carbon) carbon += *candidate.carbon * (1 / count);
    }
    if (view.profile) weighed.mean_it_energy = energy;
    if (is_carbon_known) weighed.mean_carbon = carbon;
}

WonBy reason_of(std::span<const Candidate> candidates, const Candidate& winner) {
    const auto others = [&](const auto& holds) {
        return std::ranges::any_of(candidates, [&](const Candidate& one) { return &one != &winner && holds(one); });
    };
    const double seconds = winner.cost.seconds;
    if (others([&](const Candidate& one) { return !one.is_best && one.cost.seconds < seconds * (1 - kTellingShare); }))
        return WonBy::carbon;
    if (others(
            [&](const Candidate& one) { return one.cost.cached_tokens < winner.cost.cached_tokens - kTellingTokens; }))
        return WonBy::cache;
    if (others([&](const Candidate& one) { return one.cost.seconds > seconds * (1 + kTellingShare); }))
        return WonBy::time;
    if (others([&](const Candidate& one) { return one.in_flight > winner.in_flight; })) return WonBy::load;
    return WonBy::other;
}

}  // namespace

Energy energy_of(const Candidate& candidate, const StrategyView& view) {
    if (view.profile == nullptr) return {};
    energy::TokenWork work = view.expected_work;
    work.cached_tokens = static_cast<std::uint64_t>(candidate.cost.cached_tokens);
    return view.profile->estimate(work, (*candidate.endpoint)->occupancy()).it_energy;
}

WeighedEndpoints weigh(std::span<const Candidate> candidates, const Candidate& winner, const StrategyView& view) {
    WeighedEndpoints weighed;
    weighed.all = candidates.size();
    weighed.won_by = reason_of(candidates, winner);
    weighed.indexed_tokens = winner.cost.indexed_tokens;
    if (view.profile) weighed.it_energy = energy_of(winner, view);
    add_means(candidates, view, weighed);
    Few<const Candidate*> soonest;
    for (const Candidate& candidate : candidates) soonest.push_back(&candidate);
    std::ranges::sort(soonest, {},
                      [&](const Candidate* one) { return std::tuple(one != &winner, one->cost.seconds, one->place); });
    for (const Candidate* one : soonest) {
        if (weighed.shown_count == WeighedEndpoints::kShown) break;
        weighed.shown[weighed.shown_count++] = figures_of(*one);
    }
    return weighed;
}

}  // namespace greeninfer::fleet
