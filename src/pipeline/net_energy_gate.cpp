#include "pipeline/net_energy_gate.hpp"

#include <algorithm>
#include <optional>

#include "pipeline/exchange.hpp"

namespace greeninfer::pipeline {

namespace {

ReadingCost at_least(const models::Model& model, const Exchange& exchange) {
    constexpr std::uint64_t kTokens = 1000;  // so many that rounding is out of question
    std::optional<ReadingCost> least;
    for (const auto& endpoint : exchange.generation->fleet->endpoints_of(model)) {
        const energy::Estimate estimate = model.energy.estimate({.prompt_tokens = kTokens}, endpoint->occupancy());
        const Energy per_token = estimate.it_energy * (endpoint->place.pue / kTokens);
        if (!least || per_token < least->per_token) least = {per_token, estimate.evidence};
    }
    return least.value_or(ReadingCost());
}

// That the next model is asked too.
double odds_of_climbing(const Exchange& exchange, const Decision& decision, const models::Model& model) {
    if (!exchange.generation->cascade.enabled || !decision.assessment) return 0;
    return 1 - p_right_of(*decision.assessment, model.settings.tier);
}

}  // namespace

ReadingCost reading_cost(const Exchange& exchange, const Decision& decision) {
    ReadingCost sum;
    sum.evidence = energy::Evidence::measured;
    double odds = 1;
    const std::size_t rungs = std::min(decision.ladder.size(), exchange.generation->cascade.max_escalations + 1);
    for (std::size_t rung = 0; rung < rungs && odds > 0; ++rung) {
        const models::Model& model = *decision.ladder[rung];
        const ReadingCost reading = at_least(model, exchange);
        sum.per_token += reading.per_token * odds;
        sum.evidence = std::max(sum.evidence, reading.evidence);
        odds *= odds_of_climbing(exchange, decision, model);
    }
    return sum;
}

GateWeighing weigh(const TextForModel& text, const ReadingCost& reading, const OptimizerHabits& habits,
                   double watts_per_core, double pue) {
    GateWeighing weighing{.saves_by = reading.evidence, .costs_measured = habits.is_measured};
    weighing.tokens = text.open_words * habits.deleted_per_open_word * kTokensPerWord;
    weighing.saves = reading.per_token * (weighing.tokens * (1 + kLaterReadings));
    weighing.costs = Power::watts(watts_per_core) * (habits.cpu_time_per_word * static_cast<double>(text.words)) * pue;
    const bool pays = weighing.saves > weighing.costs;
    weighing.is_probe = !pays && text.digest % kProbeOneIn == 0;
    weighing.asks = pays || weighing.is_probe;
    return weighing;
}

}  // namespace greeninfer::pipeline
