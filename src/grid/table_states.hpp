#pragma once
// The state of every zone before and without any answer from a provider: what the configured provider's own table says,
// where it is one, and the common table otherwise.
//
// Google publishes a yearly figure per region, AWS none at all. Pure but for the machine's time zones.
#include <vector>

#include "grid/grid_settings.hpp"
#include "grid/places.hpp"
#include "grid/snapshot.hpp"

namespace greeninfer::grid {

// By zone index. With provider google_cloud: Google's figure of the first of its regions in the zone (average, direct);
// with aws: the zone's common figure, named as AWS's region's. Where these have none, `fallback` says so. An operator's
// own figure always stays.
std::vector<ZoneState> table_states(const GridSettings& settings, const Places& places, WallTime now);

}  // namespace greeninfer::grid
