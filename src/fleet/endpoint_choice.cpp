#include "fleet/endpoint_choice.hpp"

#include <algorithm>
#include <functional>

#include "fleet/candidate.hpp"
#include "fleet/green_choice.hpp"

namespace greeninfer::fleet {

namespace {

constexpr std::chrono::seconds kRetryWhenFull{1};
bool has_address(const Endpoint& endpoint) {
    return endpoint.state->origin.load(std::memory_order_relaxed) != nullptr;
}

// The soonest that any endpoint may be back.
std::chrono::seconds retry_after(const Endpoints& endpoints, const net::BreakerSettings& breaker) {
    auto soonest = std::chrono::ceil<std::chrono::seconds>(breaker.open_for);
    for (const auto& endpoint : endpoints) {
        if (has_address(*endpoint)) continue;
        soonest = std::min(soonest, std::chrono::seconds(endpoint->state->retry_after_s.load()));
    }
    return std::max(soonest, std::chrono::seconds(1));
}

Few<Candidate> candidates_of(const Endpoints& endpoints, std::span<const Endpoint* const> tried, std::uint64_t turn,
                             bool& some_full) {
    Few<Candidate> candidates;
    for (std::size_t index = 0; index < endpoints.size(); ++index) {
        const Endpoint& endpoint = *endpoints[index];
        if (!can_answer(endpoint)) continue;
        if (endpoint.full()) {
            some_full = true;
            continue;
        }
        const bool again = std::ranges::find(tried, &endpoint) != tried.end();
        const std::size_t place = (index + turn) % endpoints.size();
        candidates.push_back({.endpoint = &endpoints[index],
                              .was_tried = again,
                              .is_best = true,
                              .in_flight = endpoint.state->in_flight.load(std::memory_order_relaxed),
                              .place = place});
    }
    return candidates;
}

PlacementReason reason_of(GreenPriority priority) {
    switch (priority) {
        case GreenPriority::balanced:
            return PlacementReason::balanced;
        case GreenPriority::latency:
            return PlacementReason::latency;
        case GreenPriority::low_carbon:
            break;
    }
    return PlacementReason::low_carbon;
}

PlacementReason reason_of(Strategy strategy) {
    switch (strategy) {
        case Strategy::kv_aware:
            return PlacementReason::kv_aware;
        case Strategy::round_robin:
            return PlacementReason::round_robin;
        case Strategy::session:
            return PlacementReason::session;
        case Strategy::least_busy:
            break;
    }
    return PlacementReason::least_busy;
}

// Of a session to an endpoint: the highest of a hash of both (rendezvous hashing), so that a session moves only when
// its own endpoint goes.
void add_affinities(std::span<Candidate> candidates, std::uint64_t session) {
    for (Candidate& candidate : candidates) {
        candidate.affinity = root_of_texts(session, (*candidate.endpoint)->name, {});
    }
}

// What a choice is made of, beside the candidates.
struct Rule {
    const GreenView* green;
    const StrategyView& view;
    Strategy strategy;
    Moment now;
    const net::BreakerSettings& breaker;
};

// By its predicted first token, and by what it would have to read, of which only kv_aware knows what is cached.
GreenCandidate judged(const Candidate& candidate, const GreenView& green) {
    const Endpoint& endpoint = **candidate.endpoint;
    energy::TokenWork work = green.expected_work;
    work.cached_tokens = static_cast<std::uint64_t>(candidate.cost.cached_tokens);
    const energy::Estimate estimate = green.profile.estimate(work, endpoint.occupancy());
    const Latency::Milliseconds latency = Seconds(candidate.cost.first_token_seconds + candidate.delay_seconds);
    return {.place = &endpoint.place,
            .it_energy = estimate.it_energy,
            .latency = latency,
            .is_soon = candidate.is_soon,
            .is_held_back = candidate.is_held_back};
}

// Lets carbon mark the best of the candidates; what it decided, without the endpoint.
Placement mark_greenest(std::span<Candidate> candidates, const Rule& rule) {
    const GreenView& green = *rule.green;
    Few<GreenCandidate> all;
    Few<const grid::Place*> places;
    for (const Candidate& candidate : candidates) {
        all.push_back(judged(candidate, green));
        places.push_back(&(*candidate.endpoint)->place);
    }
    const auto comparison = grid::Comparison::among(green.snapshot, places, rule.now, green.stale_after);
    if (!comparison) return {.reason = reason_of(rule.strategy), .fallback = PlacementFallback::not_comparable};
    const PlacementFallback fallback = mark_best(all, *comparison, green.settings);
    for (std::size_t i = 0; i < all.size(); ++i) {
        candidates[i].is_best = all[i].is_best;
        candidates[i].carbon = expected_carbon(all[i], *comparison);
    }
    const bool is_limited = fallback == PlacementFallback::no_region_qualifies;
    return {.reason = is_limited ? PlacementReason::low_carbon : reason_of(green.settings.priority),
            .fallback = fallback,
            .ground = comparison->ground()};
}

// The first by the strategy whose breaker allows it. A choice each time, as almost always the first one does.
const Candidate* take_one(std::span<Candidate> candidates, const Rule& rule) {
    while (!candidates.empty()) {
        Candidate& first = take_by_strategy(candidates, rule.strategy, rule.view.explores);
        const Endpoint& endpoint = **first.endpoint;
        if (endpoint.state->breaker.allow(rule.now, rule.breaker)) {
            endpoint.state->latency.begin_trial(rule.now);
            return &first;
        }
        std::swap(first, candidates.back());
        candidates = candidates.first(candidates.size() - 1);
    }
    return nullptr;
}

// Where endpoints differ by more than their load: in what they have cached, or in their carbon.
bool is_by_reading(const Rule& rule) {
    return rule.green != nullptr || rule.strategy == Strategy::kv_aware;
}

// Whom load speaks against. Who goes by load or turn alone needs nobody to be held back.
void hold_back(std::span<Candidate> candidates, const Rule& rule) {
    if (!is_by_reading(rule)) return;
    guard_against_herding(candidates);
    if (rule.green == nullptr) return;
    const auto held_back = std::ranges::partition(candidates, std::not_fn(&Candidate::is_held_back));
    const auto rest = candidates.first(candidates.size() - held_back.size());
    guard_against_queues(rest, rule.strategy);
}

// One of the best; when none of these may be asked, one of the best of the rest, until none is left.
Placement take(std::span<Candidate> candidates, const Rule& rule) {
    while (!candidates.empty()) {
        hold_back(candidates, rule);
        for (Candidate& candidate : candidates) candidate.is_best = !candidate.is_held_back;
        Placement placement{.reason = reason_of(rule.strategy)};
        if (rule.green != nullptr) placement = mark_greenest(candidates, rule);
        if (rule.view.explores) placement.reason = PlacementReason::explored;
        if (candidates.size() == 1) placement.reason = PlacementReason::only_one;
        const auto rest = std::ranges::partition(candidates, &Candidate::is_best);
        const auto best = candidates.first(candidates.size() - rest.size());
        if (const Candidate* const winner = take_one(best, rule)) {
            placement.endpoint = *winner->endpoint;
            if (is_by_reading(rule)) {
                placement.reading = {winner->cost.missed_tokens, winner->cost.first_token_seconds};
            }
            if (rule.strategy == Strategy::kv_aware) placement.weighed = weigh(candidates, *winner, rule.view);
            return placement;
        }
        candidates = candidates.subspan(best.size());
    }
    return {};
}

}  // namespace

bool can_answer(const Endpoint& endpoint) {
    return has_address(endpoint) && endpoint.state->healthy.load(std::memory_order_relaxed);
}

Strategy strategy_in_force(const StrategyView& view) {
    const bool has_session = view.strategy != Strategy::session || view.session;
    const bool has_prompt = view.strategy != Strategy::kv_aware || (view.match && view.match->prompt_blocks > 0);
    return has_session && has_prompt ? view.strategy : view.fallback;
}

Result<Placement> choose_endpoint(const Endpoints& endpoints, std::span<const Endpoint* const> tried,
                                  std::uint64_t turn, Moment now, const net::BreakerSettings& breaker,
                                  const GreenView* green, const StrategyView& view) {
    bool some_full = false;
    Few<Candidate> candidates = candidates_of(endpoints, tried, turn, some_full);
    const Rule rule{green, view, strategy_in_force(view), now, breaker};
    if (is_by_reading(rule)) predict(candidates, view, now);
    if (rule.strategy == Strategy::session && view.session) add_affinities(candidates, *view.session);
    const auto again = std::ranges::partition(candidates, std::not_fn(&Candidate::was_tried)).begin();
    const auto fresh = static_cast<std::size_t>(again - candidates.begin());
    const std::span<Candidate> all(candidates);
    for (const auto part : {all.first(fresh), all.subspan(fresh)}) {
        Placement placement = take(part, rule);
        if (placement.endpoint) return placement;
    }
    if (some_full) {
        return std::unexpected(Error{
            Fault::too_many_requests, "every endpoint of the model is at its limit of requests", {}, kRetryWhenFull});
    }
    return std::unexpected(
        Error{Fault::not_ready, "no endpoint of the model can answer now", {}, retry_after(endpoints, breaker)});
}

}  // namespace greeninfer::fleet
