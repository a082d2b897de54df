#include "grid/comparison.hpp"

#include <gtest/gtest.h>

#include <array>

namespace greeninfer::grid {
namespace {

using namespace std::chrono_literals;

constexpr Moment kNow{100h};

Reading reading(double grams, Source source, Signal signal = {}) {
    Reading made{.intensity = CarbonIntensity::grams_per_kilowatt_hour(grams), .signal = signal, .source = source};
    if (is_live(source)) {
        made.fetched_at = kNow - 5min;
        made.log_deviation = kLiveLogDeviation;
    }
    return made;
}

constexpr Signal kMarginal{.averaging = Averaging::marginal};
constexpr Signal kDirect{.basis = Basis::direct};

// Two places in two zones.
class ComparisonTest : public ::testing::Test {
protected:
    std::optional<Comparison> compare(const Reading& a, const Reading& b) {
        zones_[0].now = a;
        zones_[1].now = b;
        snapshot_.emplace(zones_);
        return Comparison::among(*snapshot_, std::array<const Place*, 2>{&here_, &there_}, kNow, 2h);
    }

    Place here_{.zone = "A", .zone_index = 0, .pue = 1.2};
    Place there_{.zone = "B", .zone_index = 1, .pue = 1.2};
    std::vector<ZoneState> zones_ = {
        {.zone = "A", .now = {}, .table = reading(100, Source::static_table), .forecast = {}},
        {.zone = "B", .now = {}, .table = reading(500, Source::static_table), .forecast = {}}};
    std::optional<Snapshot> snapshot_;
};

TEST_F(ComparisonTest, TakesLiveReadingsOfOneSignal) {
    const auto comparison = compare(reading(300, Source::ercot), reading(200, Source::electricity_maps));
    ASSERT_TRUE(comparison);
    EXPECT_EQ(comparison->ground(), Ground::live);
    EXPECT_EQ(comparison->compare(here_, there_), Cleanliness::dirtier) << "as now, not as the table has it";
    EXPECT_EQ(comparison->compare(there_, here_), Cleanliness::cleaner);
}

TEST_F(ComparisonTest, FallsBackToTheTableForAllWhenTheReadingsDiffer) {
    Reading stale = reading(300, Source::ercot);
    stale.fetched_at = kNow - 3h;
    struct Row {
        std::string_view name;
        Reading a;
        Reading b;
    };
    const std::array<Row, 6> rows = {{
        {"average and marginal", reading(300, Source::electricity_maps), reading(200, Source::watttime, kMarginal)},
        {"lifecycle and direct", reading(300, Source::ercot), reading(200, Source::uk_neso, kDirect)},
        {"consumption and production", reading(300, Source::electricity_maps),
         reading(200, Source::entsoe, Signal{.boundary = Boundary::production})},
        {"live and a table", reading(300, Source::ercot), reading(500, Source::static_table)},
        {"live and the operator's", reading(300, Source::ercot), reading(20, Source::configured)},
        {"stale and live", stale, reading(200, Source::electricity_maps)},
    }};
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        for (const auto& comparison : {compare(row.a, row.b), compare(row.b, row.a)}) {
            ASSERT_TRUE(comparison);
            EXPECT_EQ(comparison->ground(), Ground::table);
            EXPECT_EQ(comparison->reading_at(here_).intensity.as_grams_per_kilowatt_hour(), 100);
            EXPECT_EQ(comparison->reading_at(there_).intensity.as_grams_per_kilowatt_hour(), 500);
            EXPECT_EQ(comparison->compare(here_, there_), Cleanliness::cleaner);
        }
    }
}

TEST_F(ComparisonTest, RefusesWhereTheTablesDoNotAgreeEither) {
    struct Row {
        std::string_view name;
        Reading table;
    };
    const std::array<Row, 2> rows = {{
        {"an own zone that no table has", reading(12, Source::configured)},
        {"a country's production", reading(90, Source::static_table, Signal{.boundary = Boundary::production})},
    }};
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        zones_[1].table = row.table;
        EXPECT_FALSE(compare(reading(300, Source::ercot), row.table));
    }
}

TEST_F(ComparisonTest, TakesTheOperatorsFiguresWhenAllAreTheirs) {
    const auto comparison = compare(reading(300, Source::configured), reading(20, Source::hourly_table));
    ASSERT_TRUE(comparison);
    EXPECT_EQ(comparison->ground(), Ground::configured);
    EXPECT_EQ(comparison->compare(there_, here_), Cleanliness::cleaner);
}

TEST_F(ComparisonTest, CallsDifferencesWithinTheirUncertaintyTooClose) {
    struct Row {
        std::string_view name;
        double grams;
        Source source;
        Cleanliness expected;  // of 300 g/kWh to this
    };
    // Live: exp(1.645 sqrt(2 (0.08^2 + 0.03^2))) = 1.22; tables: exp(1.645 sqrt(2 (0.35^2 + 0.03^2))) = 2.26.
    const std::array<Row, 7> rows = {{
        {"the same", 300, Source::ercot, Cleanliness::too_close},
        {"a fifth more now", 360, Source::ercot, Cleanliness::too_close},
        {"a quarter more now", 375, Source::ercot, Cleanliness::cleaner},
        {"a quarter less now", 225, Source::ercot, Cleanliness::dirtier},
        {"twice as much over a year", 600, Source::static_table, Cleanliness::too_close},
        {"2.3 times as much over a year", 690, Source::static_table, Cleanliness::cleaner},
        {"nothing at all", 0, Source::ercot, Cleanliness::dirtier},
    }};
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const auto comparison = compare(reading(300, row.source), reading(row.grams, row.source));
        ASSERT_TRUE(comparison);
        EXPECT_EQ(comparison->compare(here_, there_), row.expected);
    }
}

TEST_F(ComparisonTest, OfTwoZonesWithoutEmissionsNeitherIsCleaner) {
    EXPECT_EQ(compare(reading(0, Source::ercot), reading(0.4, Source::ercot))->compare(here_, there_),
              Cleanliness::too_close);
}

TEST_F(ComparisonTest, InOneZonePueDecidesAsTheZonesErrorIsShared) {
    there_.zone_index = 0;
    there_.pue = 1.1;
    const auto comparison = compare(reading(300, Source::static_table), reading(300, Source::static_table));
    EXPECT_EQ(comparison->compare(there_, here_), Cleanliness::cleaner);
    there_.pue = 1.19;
    EXPECT_EQ(comparison->compare(there_, here_), Cleanliness::too_close);
}

TEST_F(ComparisonTest, MoreJoulesForTheSameWorkMakeACleanZoneDirty) {
    const auto comparison = compare(reading(200, Source::ercot), reading(300, Source::ercot));
    EXPECT_EQ(comparison->compare(here_, there_), Cleanliness::cleaner);
    EXPECT_EQ(comparison->compare(here_, there_, 1.5), Cleanliness::too_close);
    EXPECT_EQ(comparison->compare(here_, there_, 3), Cleanliness::dirtier);
}

TEST_F(ComparisonTest, APlaceThatHasNotSaidWhereItIsLosesOnlyAgainstAVeryCleanOne) {
    Reading world = reading(472.94, Source::world_average);
    world.log_deviation = 1.05;
    EXPECT_EQ(compare(reading(200, Source::static_table), world)->compare(here_, there_), Cleanliness::too_close);
    EXPECT_EQ(compare(reading(20, Source::static_table), world)->compare(here_, there_), Cleanliness::cleaner);
}

}  // namespace
}  // namespace greeninfer::grid
