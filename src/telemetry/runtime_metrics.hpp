#pragma once
// What the gateway tells about itself: which build it is, which configuration it runs, what its log lost.
//
// One per process; the thread that reloads the configuration writes, any thread reads.
#include <string_view>

#include "telemetry/counter.hpp"
#include "telemetry/metrics_writer.hpp"

namespace greeninfer::telemetry {

struct BuildInfo {
    std::string_view version;   // of the project, such as "0.1.0"
    std::string_view compiler;  // name and version
};

struct RuntimeMetrics {
    Gauge configuration_generation;  // 1 after start, one more with each accepted reload
    Counter reloads_accepted;
    Counter reloads_refused;
};

// Also writes greeninfer_log_dropped_total of the running log (log.hpp).
void write(MetricsWriter& writer, const RuntimeMetrics& metrics, const BuildInfo& build);

}  // namespace greeninfer::telemetry
