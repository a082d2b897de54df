#pragma once
// How often prompts were made shorter, why they were not, and what it took, counted per core.
#include <array>

#include "pipeline/shortening_report.hpp"
#include "telemetry/labelled.hpp"
#include "telemetry/metrics_writer.hpp"
#include "telemetry/shards.hpp"

namespace greeninfer::pipeline {

class ShorteningMetrics {
public:
    explicit ShorteningMetrics(telemetry::LabelNames& names);

    void record(const ShorteningReport& report);

    static void write(telemetry::MetricsWriter& writer, telemetry::Shards<ShorteningMetrics> cores,
                      const telemetry::LabelNames& names);

private:
    std::array<telemetry::LabelId, optimizer::kLeftAloneReasons> reason_labels_ = {};
    std::array<telemetry::LabelId, optimizer::kCompactionKinds> kind_labels_ = {};
    telemetry::LabelId shortened_;
    telemetry::LabelId by_phrases_;
    telemetry::LabelId by_model_;
    telemetry::Labelled<telemetry::Counter, 1> requests_;
    telemetry::Labelled<telemetry::Counter, 1> words_;
    telemetry::Labelled<telemetry::Counter, 1> compacted_bytes_;
    telemetry::Counter brief_requests_;
    telemetry::Amount cpu_seconds_;
};

}  // namespace greeninfer::pipeline
