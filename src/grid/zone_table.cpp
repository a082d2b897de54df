#include "grid/zone_table.hpp"

#include <algorithm>

namespace greeninfer::grid {

std::array<std::span<const ZoneFigure>, 4> zone_tables() {
    return {electricity_maps_zones_a_to_j(), electricity_maps_zones_k_to_t(), electricity_maps_zones_u_to_z(),
            ember_countries()};
}

const ZoneFigure* find_zone(std::string_view zone) {
    for (const auto table : zone_tables()) {
        const auto found = std::ranges::lower_bound(table, zone, {}, &ZoneFigure::zone);
        if (found != table.end() && found->zone == zone) return &*found;
    }
    return nullptr;
}

}  // namespace greeninfer::grid
