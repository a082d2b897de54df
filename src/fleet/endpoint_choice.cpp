#include "fleet/endpoint_choice.hpp"

#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <functional>
#include <optional>
#include <tuple>

#include "fleet/green_choice.hpp"

namespace greeninfer::fleet {

namespace {

constexpr std::chrono::seconds kRetryWhenFull{1};
constexpr std::size_t kUsualEndpoints = 64;

template <class T>
using Few = boost::container::small_vector<T, kUsualEndpoints>;

struct Candidate {
    const std::shared_ptr<const Endpoint>* endpoint;
    bool was_tried;
    bool is_best;                                  // by carbon; true for all where that does not decide
    std::tuple<std::int64_t, std::size_t> burden;  // requests in flight, place in the turn
};

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
        candidates.push_back(
            {&endpoints[index], again, true, {endpoint.state->in_flight.load(std::memory_order_relaxed), place}});
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

// Lets carbon mark the best of the candidates; what it decided, without the endpoint.
Placement mark_greenest(std::span<Candidate> candidates, const GreenView& green, Moment now) {
    Few<GreenCandidate> judged;
    Few<const grid::Place*> places;
    for (const Candidate& candidate : candidates) {
        const Endpoint& endpoint = **candidate.endpoint;
        const energy::Estimate estimate = green.profile.estimate(green.expected_work, endpoint.occupancy());
        judged.push_back({&endpoint.place, estimate.it_energy, endpoint.state->latency.at(now)});
        places.push_back(&endpoint.place);
    }
    const auto comparison = grid::Comparison::among(green.snapshot, places, now, green.stale_after);
    if (!comparison) return {.fallback = PlacementFallback::not_comparable};
    const PlacementFallback fallback = mark_best(judged, *comparison, green.settings);
    for (std::size_t i = 0; i < judged.size(); ++i) candidates[i].is_best = judged[i].is_best;
    const bool is_limited = fallback == PlacementFallback::no_region_qualifies;
    return {.reason = is_limited ? PlacementReason::low_carbon : reason_of(green.settings.priority),
            .fallback = fallback,
            .ground = comparison->ground()};
}

// The least busy whose breaker allows it. A minimum each time, as almost always the first one does.
std::shared_ptr<const Endpoint> take_least_busy(std::span<Candidate> candidates, Moment now,
                                                const net::BreakerSettings& breaker) {
    while (!candidates.empty()) {
        const auto least = std::ranges::min_element(candidates, {}, &Candidate::burden);
        const Endpoint& endpoint = **least->endpoint;
        if (endpoint.state->breaker.allow(now, breaker)) {
            endpoint.state->latency.begin_trial(now);
            return *least->endpoint;
        }
        std::swap(*least, candidates.back());
        candidates = candidates.first(candidates.size() - 1);
    }
    return nullptr;
}

// One of the best; when none of these may be asked, one of the best of the rest, until none is left.
Placement take(std::span<Candidate> candidates, const GreenView* green, Moment now,
               const net::BreakerSettings& breaker) {
    while (!candidates.empty()) {
        Placement placement = green != nullptr ? mark_greenest(candidates, *green, now) : Placement{};
        if (candidates.size() == 1) placement.reason = PlacementReason::only_one;
        const auto rest = std::ranges::partition(candidates, &Candidate::is_best);
        const auto best = candidates.first(candidates.size() - rest.size());
        placement.endpoint = take_least_busy(best, now, breaker);
        if (placement.endpoint) return placement;
        candidates = candidates.subspan(best.size());
    }
    return {};
}

}  // namespace

bool can_answer(const Endpoint& endpoint) {
    return has_address(endpoint) && endpoint.state->healthy.load(std::memory_order_relaxed);
}

Result<Placement> choose_endpoint(const Endpoints& endpoints, std::span<const Endpoint* const> tried,
                                  std::uint64_t turn, Moment now, const net::BreakerSettings& breaker,
                                  const GreenView* green) {
    bool some_full = false;
    Few<Candidate> candidates = candidates_of(endpoints, tried, turn, some_full);
    const auto again = std::ranges::partition(candidates, std::not_fn(&Candidate::was_tried)).begin();
    const auto fresh = static_cast<std::size_t>(again - candidates.begin());
    const std::span<Candidate> all(candidates);
    for (const auto part : {all.first(fresh), all.subspan(fresh)}) {
        Placement placement = take(part, green, now, breaker);
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
