#include "grid/static_snapshot.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "grid/grid_settings.hpp"
#include "grid/zone_table.hpp"

namespace greeninfer::grid {
namespace {

using namespace std::chrono_literals;

const WallTime kNoonInTexas = std::chrono::sys_days(2026y / 1 / 15) + 18h;

std::vector<ZoneState> states(std::string_view default_zone, std::vector<std::string_view> regions,
                              const std::vector<ZoneSettings>& own = {},
                              std::optional<CarbonIntensity> default_intensity = {}) {
    const auto places = Places::build(default_zone, 1.2, {}, own, regions);
    EXPECT_TRUE(places);
    return static_states(*places, own, default_intensity, kNoonInTexas);
}

double grams(const Reading& reading) {
    return reading.intensity.as_grams_per_kilowatt_hour();
}

TEST(StaticStates, AreTheWorldsAverageWhereNothingIsKnown) {
    const auto all = states("", {});
    ASSERT_EQ(all.size(), 1);
    EXPECT_EQ(grams(all[0].now), kWorldAverageGramsPerKwh);
    EXPECT_EQ(all[0].now.source, Source::world_average);
    EXPECT_EQ(all[0].now.log_deviation, kWorldLogDeviation);
    EXPECT_EQ(all[0].level, Level::unknown);
}

TEST(StaticStates, AreTheTablesFiguresWithTheirYearAndNoAge) {
    const auto all = states("US-TEX-ERCO", {"europe-west9"});
    ASSERT_EQ(all.size(), 2);
    EXPECT_EQ(all[0].zone, "US-TEX-ERCO");
    EXPECT_EQ(grams(all[0].now), 363);
    EXPECT_EQ(grams(all[1].now), 31);
    EXPECT_EQ(all[1].now.source, Source::static_table);
    EXPECT_EQ(all[1].now.year, 2025);
    EXPECT_EQ(all[1].now.fetched_at, std::nullopt);
    EXPECT_EQ(all[1].table_source, kElectricityMapsYearly.source);
    EXPECT_EQ(all[1].fallback, "");
}

TEST(StaticStates, PreferTheOperatorsFigureAndKeepTheTablesForComparisons) {
    const auto all = states("US-TEX-ERCO", {}, {{.name = "US-TEX-ERCO", .intensity = 50, .source = "plant meter"}});
    EXPECT_EQ(grams(all[0].now), 50);
    EXPECT_EQ(all[0].now.source, Source::configured);
    EXPECT_EQ(all[0].table_source, "plant meter");
    EXPECT_EQ(grams(all[0].table), 363);
}

TEST(StaticStates, OfAnOwnZoneHaveNoPlaceInTheCommonTable) {
    const auto all = states("plant", {}, {{.name = "plant", .intensity = 12, .source = "meter", .year = 2026}});
    EXPECT_EQ(all[0].table.source, Source::configured);
    EXPECT_EQ(all[0].now.year, 2026);
}

TEST(StaticStates, ReadHourlyFiguresInTheZonesOwnTime) {
    ZoneSettings own{.name = "US-TEX-ERCO", .time_zone = "America/Chicago", .source = "utility"};
    for (int hour = 0; hour < 24; ++hour) own.hourly_intensity.push_back(100 + hour);
    const auto all = states("US-TEX-ERCO", {}, {own});
    EXPECT_EQ(grams(all[0].now), 112);
    EXPECT_EQ(all[0].now.source, Source::hourly_table);
    EXPECT_EQ(all[0].fallback, "");
}

TEST(StaticStates, FallBackToTheMeanWhereTheTimeZoneIsGoneAndSaySo) {
    ZoneSettings own{.name = "FR", .hourly_intensity = std::vector<double>(24, 40), .time_zone = "Mars/Olympus"};
    own.hourly_intensity[0] = 64;
    const auto all = states("FR", {}, {own});
    EXPECT_EQ(grams(all[0].now), 41);
    EXPECT_EQ(all[0].now.source, Source::configured);
    EXPECT_NE(all[0].fallback.find("Mars/Olympus"), std::string::npos);
}

TEST(StaticStates, TakeTheDefaultPlacesFigureFromTheOperator) {
    const auto all = states("", {"us-south1"}, {}, CarbonIntensity::grams_per_kilowatt_hour(198));
    EXPECT_EQ(grams(all[0].now), 198);
    EXPECT_EQ(all[0].now.source, Source::configured);
    EXPECT_EQ(grams(all[1].now), 363) << "of that place only";
}

TEST(StaticStates, SayHowFarAZoneMayBeFromTheWorldsAverage) {
    double squares = 0;
    std::size_t zones = 0;
    for (const auto table : zone_tables()) {
        for (const ZoneFigure& figure : table) {
            if (figure.origin != &kElectricityMapsYearly) continue;
            squares += std::pow(std::log(figure.grams_per_kwh / kWorldAverageGramsPerKwh), 2);
            ++zones;
        }
    }
    EXPECT_NEAR(std::sqrt(squares / static_cast<double>(zones)), kWorldLogDeviation, 0.005);
}

}  // namespace
}  // namespace greeninfer::grid
