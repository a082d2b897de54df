#pragma once
// What the gateway knows about its endpoints, as metrics. Counters are per core; states are read from the endpoints.
#include <span>

#include "fleet/endpoint_choice.hpp"
#include "telemetry/shards.hpp"

namespace greeninfer::fleet {

struct FleetMetrics {
    telemetry::Labelled<telemetry::Counter, 2> attempts;  // by endpoint and outcome
    telemetry::Counter retries;
    telemetry::Counter retries_refused;      // the retry budget was used up
    telemetry::Counter failovers;            // retries that went to another endpoint
    telemetry::Counter no_region_qualifies;  // attempts placed by green routing although no region passed its limits
    telemetry::Counter tokenized;            // prompts whose tokens a model server told
    telemetry::Counter not_tokenized;        // prompts whose tokens it was asked for and did not tell
    telemetry::Counter not_comparable;       // attempts that it could not place, as figures have no common ground

    void record(PlacementFallback fallback) {
        if (fallback == PlacementFallback::no_region_qualifies) no_region_qualifies.add();
        if (fallback == PlacementFallback::not_comparable) not_comparable.add();
    }
};

void write(telemetry::MetricsWriter& writer, telemetry::Shards<FleetMetrics> cores, const telemetry::LabelNames& names,
           std::span<const std::shared_ptr<const Endpoint>> endpoints);

}  // namespace greeninfer::fleet
