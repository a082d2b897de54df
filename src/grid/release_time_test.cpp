#include "grid/release_time.hpp"

#include <gtest/gtest.h>

#include <array>

namespace greeninfer::grid {
namespace {

using namespace std::chrono_literals;

constexpr LevelThresholds kThresholds{.eco_above = 400, .performance_below = 150, .hysteresis = 20};
constexpr WallTime kNow{1'000'000s};

ForecastPoint in(std::chrono::minutes after, double grams) {
    return {kNow + after, CarbonIntensity::grams_per_kilowatt_hour(grams)};
}

TEST(ReleaseTime, PromisesSomethingForTheWait) {
    struct Row {
        std::string_view name;
        Level level;
        std::vector<ForecastPoint> forecast;
        std::chrono::minutes after;
        ReleaseReason reason;
    };
    const std::array<Row, 11> rows = {{
        {"clean", Level::clean, {}, 0min, ReleaseReason::not_dirty},
        {"normal", Level::normal, {in(30min, 100)}, 0min, ReleaseReason::not_dirty},
        {"nobody knows", Level::unknown, {}, 0min, ReleaseReason::not_dirty},
        {"dirty, without a forecast", Level::dirty, {}, 120min, ReleaseReason::deadline},
        {"the first hour that is not dirty",
         Level::dirty,
         {in(30min, 450), in(60min, 379), in(90min, 100)},
         60min,
         ReleaseReason::forecast},
        {"hysteresis counts", Level::dirty, {in(30min, 385), in(60min, 370)}, 60min, ReleaseReason::forecast},
        {"only dirty hours: the cleanest",
         Level::dirty,
         {in(30min, 480), in(60min, 410)},
         60min,
         ReleaseReason::forecast},
        {"only dirty hours, none surely cleaner", Level::dirty, {in(30min, 480)}, 0min, ReleaseReason::no_gain},
        {"only dirtier hours", Level::dirty, {in(30min, 600), in(60min, 700)}, 0min, ReleaseReason::no_gain},
        {"the clean hour is too late", Level::dirty, {in(60min, 510), in(121min, 50)}, 0min, ReleaseReason::no_gain},
        {"the forecast is of the past", Level::dirty, {in(-60min, 50), in(0min, 50)}, 120min, ReleaseReason::deadline},
    }};
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const ZoneState zone{.zone = "A",
                             .now = {.intensity = CarbonIntensity::grams_per_kilowatt_hour(500)},
                             .table = {},
                             .forecast = row.forecast,
                             .level = row.level};
        const Release release = release_of(zone, kThresholds, kNow, kNow + 120min);
        EXPECT_EQ(release.reason, row.reason);
        EXPECT_EQ(release.at, kNow + row.after);
    }
}

}  // namespace
}  // namespace greeninfer::grid
