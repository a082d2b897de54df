#include "pipeline/expected_carbon.hpp"

#include <algorithm>
#include <optional>

namespace greeninfer::pipeline {

namespace {

bool is_homogeneous(std::span<const grid::ZoneState> zones) {
    const grid::Reading& first = zones.front().now;
    return std::ranges::all_of(zones, [&](const grid::ZoneState& zone) {
        return zone.now.signal == first.signal && is_live(zone.now.source) == is_live(first.source);
    });
}

}  // namespace

ExpectedCarbon::ExpectedCarbon(const Generation& generation, const grid::Snapshot& snapshot)
    : generation_(generation), snapshot_(snapshot), by_table_(!is_homogeneous(snapshot.zones())) {}

Carbon ExpectedCarbon::of(const models::Model& model, const fleet::Endpoint& endpoint,
                          const energy::TokenWork& work) const {
    const grid::ZoneState& zone = snapshot_.at(endpoint.place.zone_index);
    const energy::Estimate estimate = model.energy.estimate(work, endpoint.occupancy());
    return estimate.it_energy * endpoint.place.pue * (by_table_ ? zone.table : zone.now).intensity;
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
