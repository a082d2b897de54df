#pragma once
// Joules and grams as they add up, per core. A request's own figures go here when it ends; a share of a meter goes here
// when its window closes, from the control core's copy, so that the sum over all labels is what the meters counted.
//
// Facility energy and location-based grams. Savings may be negative, and a counter may not fall: each kind has a second
// one for what was lost, and the difference is the saving.
#include <array>
#include <cstdint>
#include <string_view>

#include "base/units.hpp"
#include "energy/estimate.hpp"
#include "telemetry/labelled.hpp"
#include "telemetry/metrics_writer.hpp"
#include "telemetry/shards.hpp"

namespace greeninfer::energy {

// Whom energy counts for.
struct EnergyLabels {
    telemetry::LabelId model = telemetry::kNone;
    telemetry::LabelId region = telemetry::kNone;
    telemetry::LabelId department = telemetry::kNone;
};

class EnergyMetrics {
public:
    explicit EnergyMetrics(telemetry::LabelNames& names);

    telemetry::Counter unknown_requests;  // whose energy nothing tells

    void record_energy(const EnergyLabels& labels, Evidence evidence, Energy facility);
    void record_carbon(const EnergyLabels& labels, Carbon operational);
    void record_embodied(const EnergyLabels& labels, Carbon embodied);
    // Against the baseline that the receipt names; negative when the request cost more.
    void record_saved(Carbon attributed, Carbon incremental);

    static void write(telemetry::MetricsWriter& writer, telemetry::Shards<EnergyMetrics> cores,
                      const telemetry::LabelNames& names);

private:
    std::array<telemetry::LabelId, kEvidenceNames.size()> evidence_labels_ = {};
    std::array<telemetry::LabelId, 4> saved_labels_ = {};
    telemetry::Labelled<telemetry::Amount, 4> energy_;
    telemetry::Labelled<telemetry::Amount, 3> carbon_;
    telemetry::Labelled<telemetry::Amount, 3> embodied_;
    telemetry::Labelled<telemetry::Amount, 1> saved_;
};

}  // namespace greeninfer::energy
