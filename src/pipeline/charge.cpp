#include "pipeline/charge.hpp"

#include <algorithm>

#include "energy/embodied.hpp"
#include "pipeline/evidence.hpp"
#include "pipeline/exchange.hpp"
#include "pipeline/gains.hpp"
#include "pipeline/site.hpp"

namespace greeninfer::pipeline {

namespace {

std::optional<Money> cost_of(const Charge& charge) {
    const models::PriceSettings& price = charge.model->settings.price;
    if (!charge.tokens_reported || !price.input_per_mtok || !price.output_per_mtok) return std::nullopt;
    if (!charge.prompt_tokens || !charge.completion_tokens) return std::nullopt;
    constexpr double kTokensPerMegatoken = 1e6;
    const double input = static_cast<double>(*charge.prompt_tokens) * *price.input_per_mtok;
    const double output = static_cast<double>(*charge.completion_tokens) * *price.output_per_mtok;
    return Money::usd((input + output) / kTokensPerMegatoken);
}

void take_reported(Charge& charge, const wire::Usage& usage, bool makes_tokens) {
    charge.tokens_reported = true;
    charge.reported_energy = usage.reported_energy.energy;
    charge.prompt_tokens = usage.prompt_tokens;
    charge.completion_tokens = usage.completion_tokens;
    if (!makes_tokens && !charge.completion_tokens) charge.completion_tokens = 0;
    if (usage.cached_tokens.state == wire::CachedTokens::State::known)
        charge.cached_tokens = usage.cached_tokens.tokens;
}

// Of the time that the server was at it, as one of as many as run there at once; where that is not known, of the 64
// that EcoLogits assumes (mlco2/ecologits, ecologits/impacts/llm.py).
std::optional<Carbon> embodied_of(const Charge& charge, const Outcome& outcome) {
    constexpr double kAssumedOccupancy = 64;
    const energy::EnergySettings& settings = charge.model->settings.energy;
    if (!settings.embodied || !outcome.sent_at || !outcome.answer_ended_at) return std::nullopt;
    const double occupancy = std::max(1.0, charge.endpoint->occupancy().value_or(kAssumedOccupancy));
    return energy::embodied_carbon(*outcome.answer_ended_at - *outcome.sent_at, static_cast<double>(settings.gpus),
                                   occupancy);
}

}  // namespace

bool may_have_worked(const Outcome& outcome, const Result<void>& result) {
    if (result) return true;
    if (!outcome.sent_at) return false;
    switch (result.error().fault) {
        case Fault::client_gone:
        case Fault::upstream_timeout:
            return true;
        default:
            return outcome.estimated_tokens > 0 || outcome.usage.has_value();
    }
}

void price(Charge& charge, const Exchange& exchange) {
    charge.cost = cost_of(charge);
    charge.footprint.reset();
    const auto estimate = best_estimate(charge);
    if (!estimate) return;
    const Site site = charge.endpoint ? site_of(*charge.endpoint, exchange) : dirtiest_site(*charge.model, exchange);
    charge.footprint = energy::footprint_of(*estimate, site.pue, *site.reading);
}

Charge charge_of_attempt(const Exchange& exchange, Purpose purpose) {
    const Outcome& outcome = exchange.outcome;
    Charge charge{.model = exchange.decision.model, .endpoint = outcome.endpoint, .purpose = purpose};
    charge.attributed = outcome.metering.share;
    charge.is_metered = outcome.metering.is_metered;
    if (outcome.usage) {
        take_reported(charge, *outcome.usage, exchange.kind != wire::RequestKind::embedding);
    } else {
        charge.prompt_tokens = exchange.body.size() / kBytesPerToken;
        // An answer that came as a whole without usage was never counted: its tokens stay unknown.
        if (outcome.estimated_tokens > 0) charge.completion_tokens = outcome.estimated_tokens;
    }
    price(charge, exchange);
    charge.embodied = embodied_of(charge, outcome);
    return charge;
}

void book_attempt(Exchange& exchange, const Result<void>& result, Purpose purpose) {
    exchange.outcome.attempt_open = false;
    if (!may_have_worked(exchange.outcome, result)) return;
    Charge charge = charge_of_attempt(exchange, purpose);
    if (!result && !charge.completion_tokens) {
        charge.completion_tokens = 0;  // It was cut off before it wrote a word; the prompt was read.
        price(charge, exchange);
    }
    if (!result) charge.failed_with = result.error().fault;
    charge.green_routing_gain = green_routing_gain_of(charge, exchange);
    charge.routing_gain = routing_gain_of(charge, exchange);
    exchange.outcome.charges.push_back(std::move(charge));
}

}  // namespace greeninfer::pipeline
