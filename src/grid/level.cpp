#include "grid/level.hpp"

#include "grid/reading.hpp"

namespace greeninfer::grid {

Level next_level(Level before, const Reading& reading, const LevelThresholds& thresholds) {
    if (!is_live(reading.source)) return Level::unknown;
    const double grams = reading.intensity.as_grams_per_kilowatt_hour();
    const double dirty_from = thresholds.eco_above - (before == Level::dirty ? thresholds.hysteresis : 0);
    const double clean_below = thresholds.performance_below + (before == Level::clean ? thresholds.hysteresis : 0);
    if (grams >= dirty_from) return Level::dirty;
    return grams < clean_below ? Level::clean : Level::normal;
}

}  // namespace greeninfer::grid
