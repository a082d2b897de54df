#pragma once
// How clean the electricity of a zone is now, in the words that routing acts on.
//
// Only a reading of the present moves anything: a yearly average says nothing of this hour, so its level is unknown.
// Plain value; computed once per reading with hysteresis, so that a reading at the edge does not flap.
#include <cstdint>

namespace greeninfer::grid {

enum class Level : std::uint8_t { unknown, dirty, normal, clean };

struct LevelThresholds {
    double eco_above = 400;          // g CO2e/kWh: at or above it the zone is dirty
    double performance_below = 150;  // below it the zone is clean
    double hysteresis = 20;          // how far beyond a threshold a reading must be to leave a level again
};

struct Reading;

// The level that this reading means for a zone that was at `before`. A table's figure means Level::unknown.
Level next_level(Level before, const Reading& reading, const LevelThresholds& thresholds);

}  // namespace greeninfer::grid
