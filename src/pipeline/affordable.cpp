#include "pipeline/affordable.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/attempt_budget.hpp"

namespace greeninfer::pipeline {

namespace {

bool is_affordable(const Exchange& exchange, const models::Model& model) {
    return exchange.budget.affords(expected_cost(exchange, model, expected_tokens(exchange, model)));
}

}  // namespace

void keep_affordable(const Exchange& exchange, Decision& decision) {
    if (decision.chosen_by_client || exchange.budget.smallest_only()) return;
    const auto& candidates = decision.candidates;
    const auto chosen = std::ranges::find(candidates, decision.model, &Candidate::model);
    if (chosen == candidates.end()) return;
    auto start = chosen;
    while (start != candidates.begin() && !is_affordable(exchange, *start->model)) --start;
    if (start != chosen) {
        decision.reason = fmt::format("{}: what is left of a budget pays for no larger model",
                                      to_string(start->model->settings.tier));
        decision.model = start->model;
        decision.ladder = {start->model};
    }
    const auto pays = [&exchange](const models::Model* model) { return is_affordable(exchange, *model); };
    auto& ladder = decision.ladder;
    if (!ladder.empty()) ladder.erase(std::find_if_not(ladder.begin() + 1, ladder.end(), pays), ladder.end());
}

}  // namespace greeninfer::pipeline
