#pragma once
// In whose names energy and carbon are written down: which model, where, for whom.
//
// Ids of names that the configuration has, never names: copying them costs nothing and they cannot hold text. Plain
// value.
#include <compare>
#include <cstddef>

#include "telemetry/labelled.hpp"

namespace greeninfer::energy {

struct EnergyLabels {
    telemetry::LabelId model = telemetry::kNone;
    telemetry::LabelId region = telemetry::kNone;
    telemetry::LabelId department = telemetry::kNone;

    friend auto operator<=>(const EnergyLabels&, const EnergyLabels&) = default;
};

struct EnergyLabelsHash {
    std::size_t operator()(const EnergyLabels& labels) const {
        return telemetry::LabelKeyHash()(telemetry::LabelKey<3>{labels.model, labels.region, labels.department});
    }
};

}  // namespace greeninfer::energy
