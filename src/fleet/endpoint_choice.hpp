#pragma once
// Picks the endpoint for the next attempt of a request.
//
// Least requests in flight, ties in turn, so that equal endpoints share the load and a slow one gets less of it. An
// endpoint already tried by this request comes last: a different machine is more likely to answer. Pure but for the
// breaker's trial: choosing a half-open endpoint claims its one trial.
#include <cstdint>
#include <span>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "fleet/endpoint.hpp"

namespace greeninfer::fleet {

using Endpoints = std::vector<std::shared_ptr<const Endpoint>>;

// Whether an endpoint could be chosen now, its breaker apart.
bool can_answer(const Endpoint& endpoint);

// Fails with not_ready when no endpoint can answer (retry_after says when one may), or too_many_requests when all that
// could are full. `turn` breaks ties; pass a number that grows with each request.
Result<std::shared_ptr<const Endpoint>> choose_endpoint(const Endpoints& endpoints,
                                                        std::span<const Endpoint* const> tried, std::uint64_t turn,
                                                        Moment now, const net::BreakerSettings& breaker);

}  // namespace greeninfer::fleet
