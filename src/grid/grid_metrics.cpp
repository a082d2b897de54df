#include "grid/grid_metrics.hpp"

namespace greeninfer::grid {

namespace {

using telemetry::MetricFamily;
using telemetry::MetricType;

constexpr MetricFamily kIntensity = {
    "greeninfer_grid_intensity_grams_per_kwh",
    MetricType::gauge,
    "Carbon intensity of a zone that requests are decided and billed with; a table's figure names a table as source.",
    {"zone", "source", "signal"}};
constexpr MetricFamily kAge = {"greeninfer_grid_age_seconds",
                               MetricType::gauge,
                               "Time since the beginning of the interval that a zone's live figure describes; tables "
                               "have no age.",
                               {"zone"}};
constexpr MetricFamily kFallbacks = {
    "greeninfer_grid_fallback_total",
    MetricType::counter,
    "Times a zone was looked at while the figure of its best source could not be used, by why not.",
    {"reason"}};
constexpr MetricFamily kAnswers = {"greeninfer_grid_answers_total",
                                   MetricType::counter,
                                   "Answers of the sources of intensities, by what was wrong with them.",
                                   {"source", "result"}};

constexpr MetricFamily kRegions = {"greeninfer_region_info",
                                   MetricType::gauge,
                                   "Always 1; the labels tell the provider and the grid zone of each region in use.",
                                   {"region", "provider", "zone"}};

std::string_view text_or(std::string_view text, std::string_view otherwise) {
    return text.empty() ? otherwise : text;
}

std::string_view label_of(const ZoneState& zone) {
    return text_or(zone.zone, "world");
}

void write_zones(telemetry::MetricsWriter& writer, const Snapshot& snapshot, Moment now) {
    writer.begin(kIntensity);
    for (const ZoneState& zone : snapshot.zones()) {
        writer.sample(std::array{label_of(zone), name_of(zone.now.source), name_of(zone.now.signal)},
                      zone.now.intensity.as_grams_per_kilowatt_hour());
    }
    writer.begin(kAge);
    for (const ZoneState& zone : snapshot.zones()) {
        const auto age = age_of(zone.now, now);
        if (age) writer.sample(std::array{label_of(zone)}, static_cast<double>(age->count()));
    }
}

// Only what has happened: most sources are never asked.
void write_answers(telemetry::MetricsWriter& writer, const GridMetrics& metrics) {
    writer.begin(kAnswers);
    const auto sample = [&](std::size_t source, std::string_view result, std::uint64_t count) {
        if (count > 0) writer.sample(std::array{kSourceNames[source], result}, count);
    };
    for (std::size_t source = 0; source < kSourceNames.size(); ++source) {
        sample(source, "good", metrics.good_answers[source].value());
        for (std::size_t fault = 0; fault < kSourceFaultNames.size(); ++fault) {
            sample(source, kSourceFaultNames[fault], metrics.bad_answers[source][fault].value());
        }
    }
}

}  // namespace

void write(telemetry::MetricsWriter& writer, const GridMetrics& metrics, const Snapshot& snapshot, Moment now) {
    write_zones(writer, snapshot, now);
    writer.begin(kFallbacks);
    for (std::size_t i = 0; i < kSourceFaultNames.size(); ++i) {
        writer.sample(std::array{kSourceFaultNames[i]}, metrics.fallbacks[i].value());
    }
    write_answers(writer, metrics);
}

void write_regions(telemetry::MetricsWriter& writer, const Places& places) {
    writer.begin(kRegions);
    for (const Place& place : places.places()) {
        writer.sample(
            std::array{text_or(place.region, "none"), text_or(place.provider, "none"), text_or(place.zone, "world")},
            std::uint64_t{1});
    }
}

}  // namespace greeninfer::grid
