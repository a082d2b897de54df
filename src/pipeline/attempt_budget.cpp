#include "pipeline/attempt_budget.hpp"

#include <algorithm>
#include <cmath>

#include "pipeline/capability.hpp"

namespace greeninfer::pipeline {

namespace {

// About what the large hosted models count for a picture in full detail (765 to 1105).
constexpr std::uint64_t kPictureTokens = 1000;

bool is_smallest(const Exchange& exchange, const models::Model& model) {
    const auto& candidates = exchange.decision.candidates;
    if (!candidates.empty()) return candidates.front().model == &model;
    const auto& all = exchange.generation->catalogue.models();
    return std::ranges::none_of(all,
                                [&](const models::Model& other) { return other.settings.tier < model.settings.tier; });
}

}  // namespace

ExpectedTokens expected_tokens(const Exchange& exchange) {
    const wire::RequestView& view = exchange.view;
    ExpectedTokens tokens{.prompt = exchange.body.size() / kBytesPerToken};
    // The bytes of a picture in the body say nothing about its tokens.
    if (view.has_images) tokens.prompt = estimated_prompt_tokens(view) + kPictureTokens;
    if (exchange.kind == wire::RequestKind::embedding) return tokens;
    tokens.completion = view.n * std::uint64_t{view.max_tokens.value_or(kReservedAnswerTokens)};
    return tokens;
}

ExpectedTokens expected_tokens(const Exchange& exchange, const models::Model& model) {
    ExpectedTokens tokens = expected_tokens(exchange);
    // A model cannot write more than its window, whatever a request asks for.
    const auto window = model.settings.context_window;
    if (window)
        tokens.completion = std::min<std::uint64_t>(tokens.completion, exchange.view.n * std::uint64_t{*window});
    return tokens;
}

budget::Cost expected_cost(const Exchange& exchange, const models::Model& model, const ExpectedTokens& tokens) {
    Charge charge{.model = &model,
                  .prompt_tokens = tokens.prompt,
                  .completion_tokens = tokens.completion,
                  .tokens_reported = true};  // as if they were, so that the price is known
    price(charge, exchange);
    return budget::cost_of(charge.carbon(), charge.cost);
}

budget::Totals totals_of(const Charge& charge, const budget::Cost& estimate) {
    budget::Totals totals{.cost = budget::cost_of(charge.carbon(), charge.cost)};
    if (!charge.carbon()) totals.cost.carbon_nanograms = estimate.carbon_nanograms;
    if (!charge.cost) {
        totals.cost.money_nanodollars = estimate.money_nanodollars;
        totals.unknown_money = 1;
    }
    if (const auto energy = charge.energy()) {
        constexpr double kMicrojoulesPerJoule = 1e6;
        totals.energy_microjoules = std::llround(energy->as_joules() * kMicrojoulesPerJoule);
    } else {
        totals.unknown_energy = 1;
    }
    return totals;
}

Result<AttemptBudget> AttemptBudget::reserve(Exchange& exchange, const models::Model& model,
                                             const ExpectedTokens& tokens) {
    const budget::Cost estimate = expected_cost(exchange, model, tokens);
    TRY(budget::Reservation reservation, exchange.budget.reserve(estimate, is_smallest(exchange, model)));
    return AttemptBudget(exchange, std::move(reservation));
}

void AttemptBudget::settle() {
    budget::Totals sum;
    const auto& charges = exchange_->outcome.charges;
    for (std::size_t i = booked_before_; i < charges.size(); ++i) {
        sum += totals_of(charges[i], reservation_.estimate());
    }
    reservation_.settle(sum);
}

}  // namespace greeninfer::pipeline
