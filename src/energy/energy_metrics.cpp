#include "energy/energy_metrics.hpp"

#include <algorithm>
#include <cmath>

namespace greeninfer::energy {

namespace {

using telemetry::MetricFamily;
using telemetry::MetricType;

constexpr MetricFamily kEnergy = {"greeninfer_energy_joules_total",
                                  MetricType::counter,
                                  "Facility energy of all work, also of answers thrown away, by model, region, "
                                  "department and evidence.",
                                  {"model", "region", "department", "method"}};
constexpr MetricFamily kCarbon = {"greeninfer_carbon_grams_total",
                                  MetricType::counter,
                                  "Operational CO2e of that energy, location-based, in grams.",
                                  {"model", "region", "department"}};
constexpr MetricFamily kEmbodied = {"greeninfer_embodied_carbon_grams_total",
                                    MetricType::counter,
                                    "Share of the CO2e of making the servers, in grams; apart from the operational.",
                                    {"model", "region", "department"}};
constexpr MetricFamily kSaved = {"greeninfer_carbon_saved_grams_total",
                                 MetricType::counter,
                                 "Grams less than the largest model would have caused: attributed by average energy, "
                                 "incremental by what a running server really draws less; *_lost is what was more.",
                                 {"kind"}};
constexpr MetricFamily kUnknown = {"greeninfer_energy_unknown_requests_total", MetricType::counter,
                                   "Attempts whose energy nothing tells; they are in no sum of joules."};
// In pairs: what is gained and what is lost.
constexpr std::array<std::string_view, 4> kSavedNames = {"attributed", "attributed_lost", "incremental",
                                                         "incremental_lost"};

telemetry::LabelKey<3> key_of(const EnergyLabels& labels) {
    return {labels.model, labels.region, labels.department};
}

}  // namespace

EnergyMetrics::EnergyMetrics(telemetry::LabelNames& names) {
    std::ranges::transform(kEvidenceNames, evidence_labels_.begin(), [&](auto name) { return names.intern(name); });
    std::ranges::transform(kSavedNames, saved_labels_.begin(), [&](auto name) { return names.intern(name); });
}

void EnergyMetrics::record_energy(const EnergyLabels& labels, Evidence evidence, Energy facility) {
    const auto method = evidence_labels_[static_cast<std::size_t>(evidence)];
    energy_.at({labels.model, labels.region, labels.department, method}).add(facility.as_joules());
}

void EnergyMetrics::record_carbon(const EnergyLabels& labels, Carbon operational) {
    carbon_.at(key_of(labels)).add(operational.as_grams());
}

void EnergyMetrics::record_embodied(const EnergyLabels& labels, Carbon embodied) {
    embodied_.at(key_of(labels)).add(embodied.as_grams());
}

void EnergyMetrics::record_saved(Carbon attributed, Carbon incremental) {
    const std::array<double, 2> kinds = {attributed.as_grams(), incremental.as_grams()};
    for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
        const std::size_t lost = kinds[kind] < 0 ? 1 : 0;
        saved_.at({saved_labels_[2 * kind + lost]}).add(std::abs(kinds[kind]));
    }
}

void EnergyMetrics::write(telemetry::MetricsWriter& writer, telemetry::Shards<EnergyMetrics> cores,
                          const telemetry::LabelNames& names) {
    write_sum(writer, kEnergy, cores, &EnergyMetrics::energy_, names);
    write_sum(writer, kCarbon, cores, &EnergyMetrics::carbon_, names);
    write_sum(writer, kEmbodied, cores, &EnergyMetrics::embodied_, names);
    write_sum(writer, kSaved, cores, &EnergyMetrics::saved_, names);
    write_sum(writer, kUnknown, cores, &EnergyMetrics::unknown_requests);
}

}  // namespace greeninfer::energy
