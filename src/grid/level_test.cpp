#include "grid/level.hpp"

#include <gtest/gtest.h>

#include <array>

#include "grid/reading.hpp"

namespace greeninfer::grid {
namespace {

constexpr LevelThresholds kThresholds{.eco_above = 400, .performance_below = 150, .hysteresis = 20};

Reading live(double grams) {
    return {.intensity = CarbonIntensity::grams_per_kilowatt_hour(grams), .source = Source::ercot};
}

TEST(Level, FollowsTheThresholdsAndLeavesALevelOnlyBeyondThem) {
    struct Row {
        std::string_view name;
        Level before;
        double grams;
        Level after;
    };
    constexpr std::array<Row, 14> kRows = {{
        {"dirty from eco_above on", Level::unknown, 400, Level::dirty},
        {"just below it", Level::unknown, 399.9, Level::normal},
        {"clean below performance_below", Level::unknown, 149.9, Level::clean},
        {"not at it", Level::unknown, 150, Level::normal},
        {"stays dirty at the edge", Level::dirty, 380, Level::dirty},
        {"leaves dirty beyond it", Level::dirty, 379.9, Level::normal},
        {"a normal one does not enter early", Level::normal, 399.9, Level::normal},
        {"stays clean at the edge", Level::clean, 169.9, Level::clean},
        {"leaves clean beyond it", Level::clean, 170, Level::normal},
        {"falls from dirty to clean", Level::dirty, 100, Level::clean},
        {"jumps from clean to dirty", Level::clean, 400, Level::dirty},
        {"a dirty one that falls is not clean early", Level::dirty, 160, Level::normal},
        {"zero is a reading", Level::normal, 0, Level::clean},
        {"a level that was unknown is entered plainly", Level::unknown, 390, Level::normal},
    }};
    for (const Row& row : kRows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(next_level(row.before, live(row.grams), kThresholds), row.after);
    }
}

TEST(Level, DoesNotFlapWhereAReadingSwingsAroundAThreshold) {
    Level level = Level::unknown;
    int changes = 0;
    for (int i = 0; i < 100; ++i) {
        const Level next = next_level(level, live(i % 2 == 0 ? 405 : 385), kThresholds);
        changes += next != level ? 1 : 0;
        level = next;
    }
    EXPECT_EQ(changes, 1);
}

TEST(Level, OfATableIsUnknown) {
    for (std::size_t source = 0; source < kSourceNames.size(); ++source) {
        SCOPED_TRACE(kSourceNames[source]);
        Reading reading = live(900);
        reading.source = static_cast<Source>(source);
        EXPECT_EQ(next_level(Level::dirty, reading, kThresholds),
                  is_live(reading.source) ? Level::dirty : Level::unknown);
    }
}

}  // namespace
}  // namespace greeninfer::grid
