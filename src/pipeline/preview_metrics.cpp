#include "pipeline/preview_metrics.hpp"

#include <algorithm>
#include <cmath>

namespace greeninfer::pipeline {

namespace {

using telemetry::MetricFamily;
using telemetry::MetricType;

constexpr MetricFamily kEvents = {
    "greeninfer_previews_total",
    MetricType::counter,
    "Previews by what became of them: made at the first try, repaired (at the second), failed; confirmed as expanded, "
    "add_detail or different_angle; ignored (another prompt) and refused ids; avoided (expired without a full run) and "
    "unknown (expired, but other gateways have the key).",
    {"outcome"}};
constexpr MetricFamily kJoules = {"greeninfer_preview_saved_joules_total",
                                  MetricType::counter,
                                  "Facility energy that the full run of previews that nobody confirmed would have "
                                  "taken, estimated, less what they took: saved, and lost where they took more.",
                                  {"kind"}};

}  // namespace

PreviewMetrics::PreviewMetrics(telemetry::LabelNames& names)
    : saved_(names.intern("saved")), lost_(names.intern("lost")) {
    std::ranges::transform(kPreviewEventNames, labels_.begin(), [&](auto name) { return names.intern(name); });
}

void PreviewMetrics::record(PreviewEvent event) {
    events_.at({labels_[static_cast<std::size_t>(event)]}).add();
}

void PreviewMetrics::record_expired(const std::vector<OpenPreview>& expired, bool key_is_shared,
                                    energy::GainMetrics& gains) {
    for (const OpenPreview& preview : expired) {
        record(key_is_shared ? PreviewEvent::unknown : PreviewEvent::avoided);
        const auto& estimate = preview.estimate;
        const auto& spent = preview.spent.footprint;
        if (key_is_shared || !estimate || !spent) continue;
        const Energy saved = estimate->energy - spent->energy;
        joules_.at({saved < Energy() ? lost_ : saved_}).add(std::abs(saved.as_joules()));
        if (estimate->carbon && spent->carbon) gains.record_preview(*estimate->carbon - *spent->carbon);
    }
}

void PreviewMetrics::write(telemetry::MetricsWriter& writer, telemetry::Shards<PreviewMetrics> cores,
                           const telemetry::LabelNames& names) {
    write_sum(writer, kEvents, cores, &PreviewMetrics::events_, names);
    write_sum(writer, kJoules, cores, &PreviewMetrics::joules_, names);
}

}  // namespace greeninfer::pipeline
