#pragma once
// Previews by what became of them, and what was saved where no answer followed. Counted per core, and by the control
// core for what expires unseen.
#include <array>
#include <cstdint>
#include <string_view>

#include "energy/gain_metrics.hpp"
#include "pipeline/preview_book.hpp"
#include "telemetry/labelled.hpp"
#include "telemetry/metrics_writer.hpp"
#include "telemetry/shards.hpp"

namespace greeninfer::pipeline {

enum class PreviewEvent : std::uint8_t {
    made,
    repaired,  // made, at the second try
    failed,    // wanted, and the request ran in full
    expanded,
    add_detail,
    different_angle,
    ignored,  // confirmed with another prompt
    refused,  // confirmed with an id that was changed, expired or foreign
    avoided,  // expired without an answer that anybody could have asked for
    unknown,  // expired, but another gateway has the key and may have been asked
};
inline constexpr std::array<std::string_view, 10> kPreviewEventNames = {
    "made",    "repaired", "failed",  "expanded", "add_detail", "different_angle",
    "ignored", "refused",  "avoided", "unknown"};

class PreviewMetrics {
public:
    explicit PreviewMetrics(telemetry::LabelNames& names);

    void record(PreviewEvent event);
    // Previews whose time is over: what the full run would have taken, less what they took.
    void record_expired(const std::vector<OpenPreview>& expired, bool key_is_shared, energy::GainMetrics& gains);

    static void write(telemetry::MetricsWriter& writer, telemetry::Shards<PreviewMetrics> cores,
                      const telemetry::LabelNames& names);

private:
    std::array<telemetry::LabelId, kPreviewEventNames.size()> labels_ = {};
    telemetry::LabelId saved_;
    telemetry::LabelId lost_;
    telemetry::Labelled<telemetry::Counter, 1> events_;
    telemetry::Labelled<telemetry::Amount, 1> joules_;
};

}  // namespace greeninfer::pipeline
