#include "grid/region_table.hpp"

#include <algorithm>

namespace greeninfer::grid {

const RegionFigure* find_cloud_region(std::string_view region) {
    const auto found = std::ranges::find(cloud_regions(), region, &RegionFigure::region);
    return found == cloud_regions().end() ? nullptr : &*found;
}

}  // namespace greeninfer::grid
