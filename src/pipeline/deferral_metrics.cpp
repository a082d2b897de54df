#include "pipeline/deferral_metrics.hpp"

namespace greeninfer::pipeline {

namespace {

using telemetry::MetricFamily;
using telemetry::MetricType;

constexpr MetricFamily kRequests = {"greeninfer_deferrable_requests_total",
                                    MetricType::counter,
                                    "Requests that said they may wait for cleaner electricity, by why each went on.",
                                    {"reason"}};
constexpr MetricFamily kWaited = {"greeninfer_deferred_seconds_total",
                                  MetricType::counter,
                                  "Time that such requests waited, by why each went on.",
                                  {"reason"}};

}  // namespace

DeferralMetrics::DeferralMetrics(telemetry::LabelNames& names) {
    for (std::size_t i = 0; i < kDeferralEndNames.size(); ++i) end_labels_[i] = names.intern(kDeferralEndNames[i]);
}

void DeferralMetrics::record(DeferralEnd end, std::chrono::duration<double> waited) {
    const telemetry::LabelId label = end_labels_[static_cast<std::size_t>(end)];
    requests_.at({label}).add();
    waited_seconds_.at({label}).add(waited.count());
}

void DeferralMetrics::write(telemetry::MetricsWriter& writer, telemetry::Shards<DeferralMetrics> cores,
                            const telemetry::LabelNames& names) {
    write_sum(writer, kRequests, cores, &DeferralMetrics::requests_, names);
    write_sum(writer, kWaited, cores, &DeferralMetrics::waited_seconds_, names);
}

}  // namespace greeninfer::pipeline
