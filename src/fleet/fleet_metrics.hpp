#pragma once
// What the gateway knows about its endpoints, as metrics. Counters are per core; states are read from the endpoints.
#include <span>

#include "fleet/endpoint_choice.hpp"
#include "telemetry/shards.hpp"

namespace greeninfer::fleet {

struct FleetMetrics {
    telemetry::Labelled<telemetry::Counter, 2> attempts;  // by endpoint and outcome
    telemetry::Counter retries;
    telemetry::Counter retries_refused;  // the retry budget was used up
    telemetry::Counter failovers;        // retries that went to another endpoint
};

void write(telemetry::MetricsWriter& writer, telemetry::Shards<FleetMetrics> cores, const telemetry::LabelNames& names,
           std::span<const std::shared_ptr<const Endpoint>> endpoints);

}  // namespace greeninfer::fleet
