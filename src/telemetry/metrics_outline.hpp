#pragma once
// The list of all metrics that a golden file holds: name, type, labels and help, without any value.
//
// A dashboard breaks silently when a name or label changes; with this list in the repository such a change shows up in
// a review. Used by tests: write everything with a MetricsWriter, then compare outline(writer.families()).
#include <span>
#include <string>

#include "telemetry/metrics_writer.hpp"

namespace greeninfer::telemetry {

std::string outline(std::span<const MetricFamily> families);

}  // namespace greeninfer::telemetry
