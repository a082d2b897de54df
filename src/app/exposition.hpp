#pragma once
// The one Prometheus page of the process: what every layer and every core counted.
#include <memory>
#include <span>
#include <string>

#include "app/serving_core.hpp"
#include "app/write_ban.hpp"
#include "energy/energy_metrics.hpp"
#include "energy/meter_bank.hpp"
#include "grid/grid_metrics.hpp"
#include "telemetry/runtime_metrics.hpp"

namespace greeninfer::app {

telemetry::BuildInfo build_info();

// What the control core counted of the grid, and the moment of the scrape.
struct GridExposition {
    const grid::GridMetrics& metrics;
    Moment now;
};

// What meters counted, and the shares of it that the control core wrote down for requests of all cores.
struct MeterExposition {
    const energy::MeterBank& meters;
    const energy::EnergyMetrics& shares;
};

void write_exposition(telemetry::MetricsWriter& writer, std::span<const std::unique_ptr<ServingCore>> cores,
                      const telemetry::LabelNames& names, const telemetry::RuntimeMetrics& runtime,
                      const pipeline::Generation& generation, const GridExposition& grid, const MeterExposition& meters,
                      std::optional<WriteBan> zero_trust);

}  // namespace greeninfer::app
