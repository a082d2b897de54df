#include "pipeline/start_choice.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace greeninfer::pipeline {

namespace {

using models::Tier;

std::string_view name_of(const Candidate& candidate) {
    return to_string(candidate.model->settings.tier);
}

StartChoice by_value(std::span<Candidate> candidates, const ModeSettings& weights) {
    for (Candidate& candidate : candidates) {
        candidate.value = candidate.p_right.value_or(0) - weights.carbon_weight * candidate.relative_carbon -
                          weights.cost_weight * candidate.relative_cost.value_or(0);
    }
    // The first among equals, which is the smallest.
    const auto best = std::ranges::max_element(candidates, {}, &Candidate::value);
    return {static_cast<std::size_t>(best - candidates.begin()),
            fmt::format("{}: {:.0f} % likely to answer well at {:.2f} of the largest's carbon, which weighs {:g}",
                        name_of(*best), 100 * best->p_right.value_or(0), best->relative_carbon, weights.carbon_weight)};
}

StartChoice by_bands(std::span<Candidate> candidates, double score, const ModeSettings& bands) {
    const Tier wanted = score < bands.small_below    ? Tier::small
                        : score < bands.medium_below ? Tier::medium
                                                     : Tier::large;
    auto found = std::ranges::find_if(
        candidates, [wanted](const Candidate& candidate) { return candidate.model->settings.tier >= wanted; });
    if (found == candidates.end()) --found;
    return {static_cast<std::size_t>(found - candidates.begin()),
            fmt::format("{}: score {:.0f} with small below {:g} and medium below {:g}", name_of(*found), score,
                        bands.small_below, bands.medium_below)};
}

// The measured quality where the configuration has one, otherwise the chance for this prompt.
double quality_of(const Candidate& candidate) {
    return candidate.model->settings.quality.value_or(candidate.p_right.value_or(0));
}

StartChoice by_quality(std::span<Candidate> candidates, double least) {
    std::optional<std::size_t> cheapest;
    std::size_t best = 0;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const Candidate& candidate = candidates[i];
        if (quality_of(candidate) > quality_of(candidates[best])) best = i;
        if (quality_of(candidate) < least) continue;
        if (!cheapest || candidate.relative_carbon < candidates[*cheapest].relative_carbon) cheapest = i;
    }
    if (!cheapest) {
        return {best, fmt::format("{}: no model reaches routing.min_quality {:g}; this one comes nearest with {:.2f}",
                                  name_of(candidates[best]), least, quality_of(candidates[best]))};
    }
    return {*cheapest, fmt::format("{}: the cheapest with quality {:.2f}, at least {:g} is asked for",
                                   name_of(candidates[*cheapest]), quality_of(candidates[*cheapest]), least)};
}

}  // namespace

StartChoice choose_start(std::span<Candidate> candidates, const scorer::Assessment* assessment,
                         const RoutingSettings& settings, Mode mode) {
    if (!assessment) return {0, fmt::format("{}: the smallest; this request is not scored", name_of(candidates[0]))};
    const ModeSettings& of_mode = settings.of(mode);
    StartChoice chosen = by_value(candidates, of_mode);  // Also the values that the receipt shows.
    if (settings.min_quality > 0) return by_quality(candidates, settings.min_quality);
    if (settings.policy == Policy::bands) return by_bands(candidates, assessment->score, of_mode);
    return chosen;
}

}  // namespace greeninfer::pipeline
