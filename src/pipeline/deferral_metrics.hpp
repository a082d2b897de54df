#pragma once
// Requests that waited for cleaner electricity, and why each went on, counted per core.
#include <array>
#include <chrono>

#include "pipeline/deferral_end.hpp"
#include "telemetry/labelled.hpp"
#include "telemetry/metrics_writer.hpp"
#include "telemetry/shards.hpp"

namespace greeninfer::pipeline {

class DeferralMetrics {
public:
    explicit DeferralMetrics(telemetry::LabelNames& names);

    void record(DeferralEnd end, std::chrono::duration<double> waited);

    static void write(telemetry::MetricsWriter& writer, telemetry::Shards<DeferralMetrics> cores,
                      const telemetry::LabelNames& names);

private:
    std::array<telemetry::LabelId, kDeferralEndNames.size()> end_labels_ = {};
    telemetry::Labelled<telemetry::Counter, 1> requests_;
    telemetry::Labelled<telemetry::Amount, 1> waited_seconds_;
};

}  // namespace greeninfer::pipeline
