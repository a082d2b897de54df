#pragma once
// What is said of a zone now: the best source's answer if it is usable, else the next one's, else the table's figure;
// and why, when it is not the best source's.
//
// Pure: the same standings at the same moment give the same state.
#include <map>
#include <optional>
#include <span>

#include "grid/grid_settings.hpp"
#include "grid/snapshot.hpp"
#include "grid/source_standing.hpp"

namespace greeninfer::grid {

// What is remembered of a zone. Outlives a reload of the configuration.
struct ZoneMemory {
    std::map<Source, SourceStanding> standings;
    Level level = Level::unknown;
    std::optional<SourceFault> fallback = {};  // as it was logged last
    std::optional<Source> used = {};           // likewise
};

// One that was never asked, where nothing is remembered of the source.
const SourceStanding& standing_of(const ZoneMemory& memory, Source source);

struct ZoneChoice {
    ZoneState state;
    std::optional<SourceFault> fallback;  // why the first source's figure is not used
};

// `table` is the zone's state without any source. The level follows from the one in `memory`, with hysteresis.
ZoneChoice choose_reading(ZoneState table, std::span<ZoneSource* const> sources, const ZoneMemory& memory, Moment now,
                          WallTime wall_now, const GridSettings& settings);

}  // namespace greeninfer::grid
