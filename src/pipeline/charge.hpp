#pragma once
// What one attempt cost: tokens, joules, grams and dollars. Every attempt is charged, also one whose answer was thrown
// away, because the electricity was used.
//
// Its footprint is made from the best evidence there is (evidence.hpp) and names it. A part that is not known is
// absent. Plain values, owned by the Exchange.
#include <cstdint>
#include <memory>
#include <optional>

#include "base/result.hpp"
#include "base/units.hpp"
#include "energy/footprint.hpp"
#include "energy/gain_metrics.hpp"
#include "fleet/endpoint.hpp"
#include "models/catalogue.hpp"
#include "wire/reported_energy.hpp"

namespace greeninfer::pipeline {

struct Exchange;
struct Outcome;

enum class Purpose : std::uint8_t { answer, check, preview };

// Where an endpoint reports no tokens they are estimated: UTF-8 text of four bytes a token is the common rule of thumb.
inline constexpr std::uint64_t kBytesPerToken = 4;

struct Charge {
    const models::Model* model = nullptr;
    std::shared_ptr<const fleet::Endpoint> endpoint;
    Purpose purpose = Purpose::answer;
    std::optional<Fault> failed_with;  // the attempt brought no whole answer
    std::optional<std::uint64_t> prompt_tokens;
    std::optional<std::uint64_t> completion_tokens;
    std::optional<std::uint64_t> cached_tokens;
    bool tokens_reported = false;                         // by the endpoint; otherwise estimated here
    std::optional<wire::ReportedEnergy> reported_energy;  // by the endpoint, for this attempt
    std::optional<energy::Estimate> attributed;           // its share of a meter
    bool is_metered = false;  // a ledger writes its energy down when the window closes, so nobody else may
    std::optional<energy::Footprint> footprint;
    std::optional<Carbon> embodied;            // share of making the hardware; never part of the footprint
    std::optional<Carbon> green_routing_gain;  // by where it was placed (gains.hpp); absent where carbon did not decide
    std::optional<energy::RoutingGain> routing_gain;  // by its prefix; absent where that did not place it
    std::optional<Money> cost;                        // absent also where the model has no price

    std::optional<Energy> energy() const { return footprint ? std::optional(footprint->energy) : std::nullopt; }
    std::optional<Carbon> carbon() const { return footprint ? footprint->carbon : std::nullopt; }
};

// Footprint and cost of the tokens that the charge names. Without an endpoint the model's dirtiest one is taken: an
// estimate that is held against a budget must not be too small.
void price(Charge& charge, const Exchange& exchange);

// The attempt that runs now, with the tokens known so far.
Charge charge_of_attempt(const Exchange& exchange, Purpose purpose);

// Whether a model may have worked before the attempt ended so. A refusal and a failed connection come before any work.
bool may_have_worked(const Outcome& outcome, const Result<void>& result);

// Books the attempt that just ended in exchange.outcome.charges, unless it ended before a model could work on it.
void book_attempt(Exchange& exchange, const Result<void>& result, Purpose purpose = Purpose::answer);

}  // namespace greeninfer::pipeline
