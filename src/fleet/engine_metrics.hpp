#pragma once
// What model servers said of themselves, as metrics of the gateway: what it decides and bills by can be looked up.
//
// A figure that a server does not tell has no sample, and neither has a report that is too old to be used.
#include <span>

#include "fleet/engine_poller.hpp"
#include "telemetry/metrics_writer.hpp"

namespace greeninfer::fleet {

void write_reports(telemetry::MetricsWriter& writer, std::span<const std::shared_ptr<const Endpoint>> endpoints,
                   Moment now);
void write_pages(telemetry::MetricsWriter& writer, const EnginePoller& poller);

}  // namespace greeninfer::fleet
