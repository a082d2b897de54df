#include "pipeline/candidate.hpp"

#include <algorithm>
#include <cmath>

#include "pipeline/capability.hpp"
#include "pipeline/expected_carbon.hpp"

namespace greeninfer::pipeline {

namespace {

using models::Model;
using models::Tier;

bool is_healthy(const Generation& generation, const Model& model) {
    return std::ranges::any_of(generation.fleet->endpoints_of(model),
                               [](const auto& endpoint) { return fleet::can_answer(*endpoint); });
}

struct Need {
    const Generation& generation;
    const ExpectedCarbon& expected;
    const wire::RequestView& view;
    bool healthy;
    bool room;

    bool fits(const Model& model) const {
        return is_able(model, view) && (!room || has_room(model, view)) && (!healthy || is_healthy(generation, model));
    }
};

Carbon carbon_of(const Model& model, const ExpectedCarbon& expected, const wire::RequestView& view) {
    const std::uint64_t output = std::min(view.max_tokens.value_or(kExpectedAnswerTokens), kExpectedAnswerTokens);
    return expected.of(model, {.prompt_tokens = estimated_prompt_tokens(view), .output_tokens = output});
}

std::optional<double> dollars_of(const Model& model, const wire::RequestView& view) {
    const models::PriceSettings& price = model.settings.price;
    if (!price.input_per_mtok || !price.output_per_mtok) return std::nullopt;
    const double input = static_cast<double>(estimated_prompt_tokens(view)) * *price.input_per_mtok;
    return input + static_cast<double>(view.max_tokens.value_or(kExpectedAnswerTokens)) * *price.output_per_mtok;
}

// The least carbon within a tier; the first of the configuration among equals.
Candidate best_of(std::span<const Model* const> tier, const Need& need) {
    Candidate best;
    for (const Model* model : tier) {
        if (!need.fits(*model)) continue;
        const Carbon carbon = carbon_of(*model, need.expected, need.view);
        if (!best.model || carbon < best.carbon) best = {.model = model, .carbon = carbon};
    }
    return best;
}

std::vector<Candidate> one_per_tier(const Need& need) {
    std::vector<Candidate> candidates;
    for (std::size_t tier = 0; tier < models::kTierNames.size(); ++tier) {
        const Candidate best = best_of(need.generation.catalogue.of_tier(static_cast<Tier>(tier)), need);
        if (best.model) candidates.push_back(best);
    }
    return candidates;
}

// A healthy model with room, or else one that has room and may recover, or else any that can do it: whether a prompt
// really is too long only its tokenizer knows, so the model server is asked before the client is refused.
std::vector<Candidate> able_candidates(const Generation& generation, const ExpectedCarbon& expected,
                                       const wire::RequestView& view) {
    for (const auto& [healthy, room] : {std::pair{true, true}, {false, true}, {true, false}, {false, false}}) {
        auto candidates = one_per_tier({generation, expected, view, healthy, room});
        if (!candidates.empty()) return candidates;
    }
    return {};
}

void add_costs(std::vector<Candidate>& candidates, const wire::RequestView& view) {
    Carbon most;
    std::optional<double> most_usd = 0;
    for (const Candidate& candidate : candidates) {
        most = std::max(most, candidate.carbon);
        const auto dollars = dollars_of(*candidate.model, view);
        most_usd = dollars && most_usd ? std::optional(std::max(*dollars, *most_usd)) : std::nullopt;
    }
    for (Candidate& candidate : candidates) {
        if (most.as_grams() > 0) candidate.relative_carbon = candidate.carbon / most;
        const auto dollars = dollars_of(*candidate.model, view);
        if (dollars && most_usd && *most_usd > 0) candidate.relative_cost = *dollars / *most_usd;
    }
}

double logit(double p) {
    const double inside = std::clamp(p, 1e-6, 1 - 1e-6);
    return std::log(inside / (1 - inside));
}

}  // namespace

double p_right_of(const scorer::Assessment& assessment, Tier tier) {
    if (tier != Tier::xlarge) return assessment.p_right[static_cast<std::size_t>(tier)];
    const double medium = logit(assessment.p_right[1]);
    const double large = logit(assessment.p_right[2]);
    return 1 / (1 + std::exp(-(large + std::max(0.0, large - medium) / 2)));
}

std::vector<Candidate> candidates_for(const Generation& generation, const grid::Snapshot& snapshot,
                                      const wire::RequestView& view, const scorer::Assessment* assessment) {
    std::vector<Candidate> candidates = able_candidates(generation, ExpectedCarbon(generation, snapshot), view);
    add_costs(candidates, view);
    if (!assessment) return candidates;
    for (Candidate& candidate : candidates) candidate.p_right = p_right_of(*assessment, candidate.model->settings.tier);
    return candidates;
}

}  // namespace greeninfer::pipeline
