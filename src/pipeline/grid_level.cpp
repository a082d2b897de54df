#include "pipeline/grid_level.hpp"

#include <algorithm>

namespace greeninfer::pipeline {

grid::Level grid_level(const Generation& generation, const grid::Snapshot& snapshot) {
    using grid::Level;
    const bool takes_cleanest = generation.green_routing.enabled;
    Level level = Level::unknown;
    for (const auto& endpoint : generation.fleet->all()) {
        const Level here = snapshot.at(endpoint->place.zone_index).level;
        if (here == Level::unknown || !fleet::can_answer(*endpoint)) continue;
        if (level == Level::unknown) level = here;
        level = takes_cleanest ? std::max(level, here) : std::min(level, here);
    }
    return level;
}

}  // namespace greeninfer::pipeline
