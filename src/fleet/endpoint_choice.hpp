#pragma once
// Picks the endpoint for the next attempt of a request.
//
// With green routing: the greenest that is fast enough (green_choice.hpp). Among those that are equally good, and
// without it: least requests in flight, ties in turn, so that equal endpoints share the load and a slow one gets less
// of it. An endpoint already tried by this request comes last: a different machine is more likely to answer. Pure but
// for the breaker's trial and the latency's: choosing a half-open or long unmeasured endpoint claims its one trial.
#include <cstdint>
#include <span>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "energy/energy_profile.hpp"
#include "fleet/endpoint.hpp"
#include "fleet/green_settings.hpp"
#include "fleet/placement.hpp"
#include "grid/snapshot.hpp"

namespace greeninfer::fleet {

using Endpoints = std::vector<std::shared_ptr<const Endpoint>>;

// What green routing decides by. The request's own snapshot and the model's own profile, so that the bill agrees.
struct GreenView {
    const GreenSettings& settings;
    const grid::Snapshot& snapshot;
    std::chrono::milliseconds stale_after;
    const energy::EnergyProfile& profile;
    energy::TokenWork expected_work;
};

// Whether an endpoint could be chosen now, its breaker apart.
bool can_answer(const Endpoint& endpoint);

// Fails with not_ready when no endpoint can answer (retry_after says when one may), or too_many_requests when all that
// could are full. `turn` breaks ties; pass a number that grows with each request. `green` is null where carbon does not
// decide. No allocation for up to 64 endpoints.
Result<Placement> choose_endpoint(const Endpoints& endpoints, std::span<const Endpoint* const> tried,
                                  std::uint64_t turn, Moment now, const net::BreakerSettings& breaker,
                                  const GreenView* green = nullptr);

}  // namespace greeninfer::fleet
