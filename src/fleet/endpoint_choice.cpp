#include "fleet/endpoint_choice.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

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

}  // namespace

bool can_answer(const Endpoint& endpoint) {
    return has_address(endpoint) && endpoint.state->healthy.load(std::memory_order_relaxed);
}

Result<std::shared_ptr<const Endpoint>> choose_endpoint(const Endpoints& endpoints,
                                                        std::span<const Endpoint* const> tried, std::uint64_t turn,
                                                        Moment now, const net::BreakerSettings& breaker) {
    struct Candidate {
        std::tuple<bool, std::int64_t, std::size_t> rank;  // tried before, requests in flight, place in the turn
        std::size_t index;
    };
    std::vector<Candidate> candidates;
    bool some_full = false;
    for (std::size_t index = 0; index < endpoints.size(); ++index) {
        const Endpoint& endpoint = *endpoints[index];
        if (!can_answer(endpoint)) continue;
        if (endpoint.full()) {
            some_full = true;
            continue;
        }
        const bool again = std::ranges::find(tried, &endpoint) != tried.end();
        const std::size_t place = (index + turn) % endpoints.size();
        candidates.push_back({{again, endpoint.state->in_flight.load(std::memory_order_relaxed), place}, index});
    }
    std::ranges::sort(candidates, {}, &Candidate::rank);
    for (const Candidate& candidate : candidates) {
        const auto& endpoint = endpoints[candidate.index];
        if (endpoint->state->breaker.allow(now, breaker)) return endpoint;
    }
    if (some_full) {
        return std::unexpected(Error{
            Fault::too_many_requests, "every endpoint of the model is at its limit of requests", {}, kRetryWhenFull});
    }
    return std::unexpected(
        Error{Fault::not_ready, "no endpoint of the model can answer now", {}, retry_after(endpoints, breaker)});
}

}  // namespace greeninfer::fleet
