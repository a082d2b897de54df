#pragma once
// What the process itself uses, under the names that every Prometheus client library gives them.
//
// Read at each scrape from /proc, which is memory and not a disk. A figure that cannot be read is left out: absent is
// unknown, 0 would be a claim. Callable from any thread.
#include "telemetry/metrics_writer.hpp"

namespace greeninfer::telemetry {

void write_process_metrics(MetricsWriter& writer);

}  // namespace greeninfer::telemetry
