#pragma once
// What is known of every zone without asking anybody: the operator's own figures, else the built-in tables.
//
// The gateway starts on it at once and comes back to it when every provider fails, so it never waits for a network and
// never has no answer. Pure but for the machine's time zones; used on the control core.
#include <optional>
#include <span>
#include <vector>

#include "grid/places.hpp"
#include "grid/snapshot.hpp"
#include "grid/zone_settings.hpp"

namespace greeninfer::grid {

// Root mean square of ln(zone / world's average) over the 352 zones of the table: how little is known of a place that
// has not said where it is (computed from electricity_maps_zones.cpp; static_snapshot_test.cpp does so again).
inline constexpr double kWorldLogDeviation = 1.05;

// One state per zone of `places`, in their order; every level is unknown. `default_intensity` is the operator's figure
// of the default place. Hourly figures are read at the hour that `now` is in the zone's own time.
std::vector<ZoneState> static_states(const Places& places, std::span<const ZoneSettings> own_zones,
                                     std::optional<CarbonIntensity> default_intensity, WallTime now);

}  // namespace greeninfer::grid
