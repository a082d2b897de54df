#pragma once
// Picks the endpoint for the next attempt of a request.
//
// One function for every strategy. Green routing, where it is on, first leaves those that are fast and clean enough and
// marks those of them that none is surely cleaner than (green_choice.hpp), by their predicted first token and joules;
// with kv_aware these are of the tokens that are not cached, so that a warm prefix and a clean region compete in one
// sum. The strategy decides among the marked: the least predicted seconds, the fewest requests in flight, the turn, or
// the session. Load is heard first (candidate.hpp): nobody is sent where all run to, nor for carbon into a queue. An
// endpoint already tried by this request comes last: a different machine is more likely to answer.
// Pure but for the breaker's trial and the latency's: choosing a half-open or long unmeasured endpoint claims its one
// trial. Randomness is passed in.
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "energy/energy_profile.hpp"
#include "fleet/endpoint.hpp"
#include "fleet/green_settings.hpp"
#include "fleet/placement.hpp"
#include "fleet/prompt_prefix.hpp"
#include "fleet/strategy_settings.hpp"
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

// What the strategy decides by.
struct StrategyView {
    Strategy strategy = Strategy::least_busy;
    Strategy fallback = Strategy::least_busy;
    std::span<const BlockHash> prompt = {};               // its text, for engines with slots; looked for in `match`
    const PrefixMatch* match = nullptr;                   // null: the prompt was not looked for
    std::span<const TokenChain> token_chains = {};        // where its tokens are known too
    energy::TokenWork expected_work = {};                 // of kv_aware and of green routing
    const energy::EnergyProfile* profile = nullptr;       // of the model, for what a placement saves
    std::optional<std::uint64_t> session = std::nullopt;  // a hash of its id
    bool explores = false;                                // this request was drawn to explore
};

// The strategy that decides: the fallback where the first has nothing to go by.
Strategy strategy_in_force(const StrategyView& view);

// Whether an endpoint could be chosen now, its breaker apart.
bool can_answer(const Endpoint& endpoint);

// Fails with not_ready when no endpoint can answer (retry_after says when one may), or too_many_requests when all that
// could are full. `turn` breaks ties; pass a number that grows with each request. `green` is null where carbon does not
// decide. No allocation for up to 64 endpoints.
Result<Placement> choose_endpoint(const Endpoints& endpoints, std::span<const Endpoint* const> tried,
                                  std::uint64_t turn, Moment now, const net::BreakerSettings& breaker,
                                  const GreenView* green = nullptr, const StrategyView& view = {});

}  // namespace greeninfer::fleet
