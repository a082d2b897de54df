#include "pipeline/expected_carbon.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace greeninfer::pipeline {

namespace {

// What is stale the refresher has replaced already, so age is no reason to give up comparing here.
std::optional<grid::Comparison> among_all(const fleet::Endpoints& endpoints, const grid::Snapshot& snapshot) {
    constexpr std::chrono::hours kAnyAge{24 * 365};
    std::vector<const grid::Place*> places;
    for (const auto& endpoint : endpoints) places.push_back(&endpoint->place);
    if (places.empty()) return std::nullopt;
    return grid::Comparison::among(snapshot, places, Moment(), kAnyAge);
}

}  // namespace

ExpectedCarbon::ExpectedCarbon(const Generation& generation, const grid::Snapshot& snapshot)
    : generation_(generation), comparison_(among_all(generation.fleet->all(), snapshot)) {}

Carbon ExpectedCarbon::of(const models::Model& model, const fleet::Endpoint& endpoint,
                          const energy::TokenWork& work) const {
    constexpr CarbonIntensity kSameEverywhere =
        CarbonIntensity::grams_per_kilowatt_hour(grid::kWorldAverageGramsPerKwh);
    const energy::Estimate estimate = model.energy.estimate(work, endpoint.occupancy());
    const auto intensity = comparison_ ? comparison_->reading_at(endpoint.place).intensity : kSameEverywhere;
    return estimate.it_energy * endpoint.place.pue * intensity;
}

Carbon ExpectedCarbon::of(const models::Model& model, const energy::TokenWork& work) const {
    std::optional<Carbon> least;
    std::optional<Carbon> least_able;
    for (const auto& endpoint : generation_.fleet->endpoints_of(model)) {
        const Carbon carbon = of(model, *endpoint, work);
        if (!least || carbon < *least) least = carbon;
        if (fleet::can_answer(*endpoint) && (!least_able || carbon < *least_able)) least_able = carbon;
    }
    return least_able.value_or(least.value_or(Carbon()));
}

}  // namespace greeninfer::pipeline
