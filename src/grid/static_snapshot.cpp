#include "grid/static_snapshot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "grid/grid_settings.hpp"
#include "grid/local_hour.hpp"
#include "grid/zone_table.hpp"

namespace greeninfer::grid {

namespace {

// Nothing enters or leaves the world's grids, so its production is its consumption.
Reading world_reading() {
    return {.intensity = CarbonIntensity::grams_per_kilowatt_hour(kWorldAverageGramsPerKwh),
            .source = Source::world_average,
            .log_deviation = kWorldLogDeviation};
}

Reading table_reading(const ZoneFigure& figure) {
    return {.intensity = CarbonIntensity::grams_per_kilowatt_hour(figure.grams_per_kwh),
            .signal = figure.origin->signal,
            .source = Source::static_table,
            .year = figure.origin->year};
}

Reading own_reading(double grams_per_kwh, Source source, std::optional<std::size_t> year) {
    Reading reading{.intensity = CarbonIntensity::grams_per_kilowatt_hour(grams_per_kwh), .source = source};
    if (year) reading.year = static_cast<int>(*year);
    return reading;
}

void set_hourly(ZoneState& state, const ZoneSettings& own, WallTime now) {
    const auto& hours = own.hourly_intensity;
    if (const auto hour = local_hour(own.time_zone, now)) {
        state.now = own_reading(hours[static_cast<std::size_t>(*hour)], Source::hourly_table, own.year);
        return;
    }
    const double mean = std::accumulate(hours.begin(), hours.end(), 0.0) / static_cast<double>(hours.size());
    state.now = own_reading(mean, Source::configured, own.year);
    state.fallback = fmt::format("the machine does not know the time zone {}; the mean of its hours", own.time_zone);
}

ZoneState state_of(const std::string& zone, std::span<const ZoneSettings> own_zones, WallTime now) {
    ZoneState state{.zone = zone, .now = world_reading(), .table = world_reading()};
    state.table_source = kEmberYearly.source;
    const ZoneFigure* const figure = find_zone(zone);
    if (figure != nullptr) {
        state.now = state.table = table_reading(*figure);
        state.table_source = figure->origin->source;
    }
    const auto found = std::ranges::find(own_zones, zone, &ZoneSettings::name);
    if (found == own_zones.end()) return state;
    const ZoneSettings& own = *found;
    state.table_source = own.source;
    if (own.intensity) {
        state.now = own_reading(*own.intensity, Source::configured, own.year);
    } else {
        set_hourly(state, own, now);
    }
    // A zone of the operator's own has no place in the common table.
    if (figure == nullptr) state.table = state.now;
    return state;
}

}  // namespace

std::vector<ZoneState> static_states(const Places& places, std::span<const ZoneSettings> own_zones,
                                     std::optional<CarbonIntensity> default_intensity, WallTime now) {
    std::vector<ZoneState> states;
    for (const std::string& zone : places.zones()) states.push_back(state_of(zone, own_zones, now));
    if (default_intensity) {
        states[0].now = {.intensity = *default_intensity, .source = Source::configured};
        states[0].table_source = "grid.static_intensity";
    }
    return states;
}

}  // namespace greeninfer::grid
