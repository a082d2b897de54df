#include "energy/meter_metrics.hpp"

#include <array>

namespace greeninfer::energy {

namespace {

using telemetry::MetricFamily;
using telemetry::MetricType;

constexpr MetricFamily kEnergy = {"greeninfer_meter_it_energy_joules_total",
                                  MetricType::counter,
                                  "IT energy that a meter counted in closed windows; shares and unallocated sum to it.",
                                  {"meter"}};
constexpr MetricFamily kUnallocated = {"greeninfer_unallocated_energy_joules_total",
                                       MetricType::counter,
                                       "Of that, what was given to no request: idle time and unknown work.",
                                       {"meter"}};
constexpr MetricFamily kRejected = {"greeninfer_meter_rejected_total",
                                    MetricType::counter,
                                    "Readings of a meter that were not believed or did not come, by reason.",
                                    {"meter", "reason"}};
constexpr MetricFamily kWithoutSlot = {"greeninfer_meter_requests_without_slot_total",
                                       MetricType::counter,
                                       "Attempts that a meter's ledger had no slot for; their energy is modelled.",
                                       {"meter"}};

template <class Value>
void write_each(telemetry::MetricsWriter& writer, const MetricFamily& family,
                std::span<const MeterPoller* const> meters, Value value_of) {
    writer.begin(family);
    for (const MeterPoller* meter : meters) {
        const std::array<std::string_view, 1> labels = {meter->name()};
        writer.sample(labels, value_of(*meter));
    }
}

void write_rejected(telemetry::MetricsWriter& writer, std::span<const MeterPoller* const> meters) {
    writer.begin(kRejected);
    for (const MeterPoller* meter : meters) {
        for (std::size_t i = 0; i < kMeterRefusalNames.size(); ++i) {
            const std::array<std::string_view, 2> labels = {meter->name(), kMeterRefusalNames[i]};
            writer.sample(labels, meter->refusals(static_cast<MeterRefusal>(i)));
        }
    }
}

}  // namespace

void write_meters(telemetry::MetricsWriter& writer, std::span<const MeterPoller* const> meters) {
    write_each(writer, kEnergy, meters, [](const MeterPoller& meter) { return meter.it_energy_joules(); });
    write_each(writer, kUnallocated, meters, [](const MeterPoller& meter) { return meter.unallocated_joules(); });
    write_rejected(writer, meters);
    write_each(writer, kWithoutSlot, meters, [](const MeterPoller& meter) { return meter.ledger()->refused(); });
}

}  // namespace greeninfer::energy
