#include "grid/table_states.hpp"

#include <fmt/format.h>

#include "grid/region_table.hpp"
#include "grid/static_snapshot.hpp"

namespace greeninfer::grid {

namespace {

const RegionFigure* region_of(const Place& place, std::string_view provider) {
    const RegionFigure* const figure = find_cloud_region(place.region);
    return figure != nullptr && figure->provider == provider ? figure : nullptr;
}

bool use_google_figure(ZoneState& state, const RegionFigure& region) {
    if (!region.google_grams_per_kwh) return false;
    state.now = {.intensity = CarbonIntensity::grams_per_kilowatt_hour(*region.google_grams_per_kwh),
                 .signal = {Averaging::average, Basis::direct, Boundary::consumption},
                 .source = Source::google_cloud,
                 .year = region.google_year};
    return true;
}

// Whether the provider's table has a figure for the zone, which is then used.
bool use_provider_table(ZoneState& state, std::size_t zone_index, Provider provider, const Places& places) {
    const bool google = provider == Provider::google_cloud;
    for (const Place& place : places.places()) {
        const RegionFigure* const region = region_of(place, google ? "gcp" : "aws");
        if (place.zone_index != zone_index || region == nullptr) continue;
        if (google && use_google_figure(state, *region)) return true;
        if (!google) {
            state.now.source = Source::aws;
            return true;
        }
    }
    return false;
}

}  // namespace

std::vector<ZoneState> table_states(const GridSettings& settings, const Places& places, WallTime now) {
    std::optional<CarbonIntensity> own;
    if (settings.static_intensity) own = settings.intensity();
    std::vector<ZoneState> states = static_states(places, settings.zones, own, now);
    if (settings.provider != Provider::google_cloud && settings.provider != Provider::aws) return states;
    for (std::size_t i = 0; i < states.size(); ++i) {
        ZoneState& state = states[i];
        if (state.now.source == Source::configured || state.now.source == Source::hourly_table) continue;
        if (!use_provider_table(state, i, settings.provider, places)) {
            state.fallback = fmt::format("{} has no region here; the common table is used", name_of(settings.provider));
        }
    }
    return states;
}

}  // namespace greeninfer::grid
