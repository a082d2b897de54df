#pragma once
// What the meters counted and what was not believed, as metrics. Any thread.
#include <span>

#include "energy/meter_poller.hpp"
#include "telemetry/metrics_writer.hpp"

namespace greeninfer::energy {

void write_meters(telemetry::MetricsWriter& writer, std::span<const MeterPoller* const> meters);

}  // namespace greeninfer::energy
