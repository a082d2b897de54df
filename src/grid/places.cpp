#include "grid/places.hpp"

#include <algorithm>

#include "grid/known_names.hpp"
#include "grid/region_table.hpp"

namespace greeninfer::grid {

namespace {

const RegionSettings* find_own(std::string_view region, std::span<const RegionSettings> regions) {
    const auto found = std::ranges::find(regions, region, &RegionSettings::name);
    return found == regions.end() ? nullptr : &*found;
}

Place place_of(std::string_view region, double default_pue, std::span<const RegionSettings> regions) {
    Place place{.region = std::string(region), .pue = default_pue};
    if (const RegionFigure* const cloud = find_cloud_region(region)) {
        place.provider = cloud->provider;
        place.zone = cloud->zone;
        place.pue = cloud->pue.value_or(default_pue);
    }
    if (const RegionSettings* const own = find_own(region, regions)) {
        if (!own->provider.empty()) place.provider = own->provider;
        if (!own->zone.empty()) place.zone = own->zone;
        place.pue = own->pue.value_or(place.pue);
    }
    return place;
}

// An own region without a zone has none only until `regions` is checked.
std::string wrong_place(const Place& place, std::span<const ZoneSettings> own_zones) {
    return place.zone.empty() ? "has no zone" : wrong_zone(place.zone, own_zones);
}

}  // namespace

Result<Places> Places::build(std::string_view default_zone, double default_pue, std::span<const RegionSettings> regions,
                             std::span<const ZoneSettings> own_zones,
                             std::span<const std::string_view> regions_in_use) {
    if (auto wrong = default_zone.empty() ? std::string() : wrong_zone(default_zone, own_zones); !wrong.empty()) {
        return fail(Fault::invalid_request, std::move(wrong), "grid.zone");
    }
    Places places;
    places.add({.zone = std::string(default_zone), .pue = default_pue});
    for (const std::string_view region : regions_in_use) {
        if (places.find(region) != nullptr) continue;
        auto wrong = wrong_region(region, regions);
        if (!wrong.empty()) return fail(Fault::invalid_request, std::move(wrong), "region");
        Place place = place_of(region, default_pue, regions);
        wrong = wrong_place(place, own_zones);
        if (!wrong.empty()) return fail(Fault::invalid_request, std::move(wrong), place.region + ".zone");
        places.add(std::move(place));
    }
    return places;
}

const Place* Places::find(std::string_view region) const {
    const auto found = std::ranges::find(places_, region, &Place::region);
    return found == places_.end() ? nullptr : &*found;
}

void Places::add(Place place) {
    const auto known = std::ranges::find(zones_, place.zone);
    place.zone_index = static_cast<std::size_t>(known - zones_.begin());
    if (known == zones_.end()) zones_.push_back(place.zone);
    places_.push_back(std::move(place));
}

}  // namespace greeninfer::grid
