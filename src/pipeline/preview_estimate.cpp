#include "pipeline/preview_estimate.hpp"

#include <algorithm>

#include "pipeline/cascade_plan.hpp"

namespace greeninfer::pipeline {

namespace {

const models::Model& first_model(const Exchange& exchange, const LackingModels& without_log_probabilities, Moment now) {
    if (!takes_part(exchange)) return *exchange.decision.model;
    return *exchange.decision.ladder[plan_start(exchange, without_log_probabilities, now).rung];
}

bool is_less(const std::optional<energy::Footprint>& a, const std::optional<energy::Footprint>& b) {
    if (!a || !b) return a.has_value();
    return a->carbon && b->carbon ? *a->carbon < *b->carbon : a->energy < b->energy;
}

}  // namespace

PreviewEstimate estimate_full_run(const Exchange& exchange, const LackingModels& without_log_probabilities,
                                  Moment now) {
    const models::Model& model = first_model(exchange, without_log_probabilities, now);
    const std::uint64_t output =
        std::min<std::uint64_t>(exchange.view.max_tokens.value_or(kExpectedAnswerTokens), kExpectedAnswerTokens);
    PreviewEstimate estimate{.model = &model, .output_tokens = output, .footprint = {}};
    for (const auto& endpoint : exchange.generation->fleet->endpoints_of(model)) {
        Charge charge{.model = &model,
                      .endpoint = endpoint,
                      .prompt_tokens = exchange.body.size() / kBytesPerToken,
                      .completion_tokens = output};
        price(charge, exchange);
        if (is_less(charge.footprint, estimate.footprint)) estimate.footprint = charge.footprint;
    }
    return estimate;
}

}  // namespace greeninfer::pipeline
