#pragma once
// Where each endpoint runs, and the grid zones that these places draw from.
//
// Zones are counted once for all regions in them, so that a provider is asked once per zone. Immutable; belongs to one
// configuration, shared by all cores.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "grid/place.hpp"
#include "grid/region_settings.hpp"
#include "grid/zone_settings.hpp"

namespace greeninfer::grid {

class Places {
public:
    // `default_zone` may be empty: the world's average. What `regions` says comes before the built-in table, part by
    // part. Fails with invalid_request on a region or zone that nobody knows.
    static Result<Places> build(std::string_view default_zone, double default_pue,
                                std::span<const RegionSettings> regions, std::span<const ZoneSettings> own_zones,
                                std::span<const std::string_view> regions_in_use);

    std::span<const Place> places() const { return places_; }
    const Place& default_place() const { return places_[0]; }
    // Null when the region is not in use. The empty region is the default place.
    const Place* find(std::string_view region) const;
    std::span<const std::string> zones() const { return zones_; }  // by Place::zone_index; [0] is the default place's

private:
    Places() = default;
    void add(Place place);

    std::vector<Place> places_;  // never empty
    std::vector<std::string> zones_;
};

}  // namespace greeninfer::grid
