#pragma once
// What fleets of several regions configure, in the words that their operators already use with other gateways.
//
// Plain value; each part belongs to the layer that acts on it.
#include <chrono>
#include <optional>
#include <vector>

#include "fleet/cluster_settings.hpp"
#include "fleet/green_settings.hpp"
#include "fleet/strategy_settings.hpp"
#include "grid/grid_settings.hpp"

namespace greeninfer::app {

// Whose figures bills are made with; takes the place of grid.provider.
struct CarbonTracking {
    bool enabled = false;
    std::optional<grid::Provider> provider = {};
    std::chrono::milliseconds reporting_interval = std::chrono::hours(1);

    // What counts: an hour unless this section is enabled.
    std::chrono::milliseconds interval() const { return enabled ? reporting_interval : std::chrono::hours(1); }
};

struct EnterpriseSettings {
    CarbonTracking carbon_tracking;
    fleet::GreenSettings green_routing;
    fleet::StrategySettings routing;
    std::vector<fleet::ClusterSettings> clusters;
};

void describe(config::Fields& fields, EnterpriseSettings& settings);

// After both sections are read: lays carbon_tracking over the grid's settings, and says what its provider lacks.
void apply_carbon_tracking(config::Fields& fields, const CarbonTracking& tracking, grid::GridSettings& grid);

}  // namespace greeninfer::app
