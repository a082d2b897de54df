#include "grid/uk_neso.hpp"

#include <gtest/gtest.h>

#include "grid/answered_web_for_test.hpp"
#include "grid/timestamp.hpp"

namespace greeninfer::grid {
namespace {

constexpr std::string_view kForecastOnly =
    R"({"data":[{"from":"2027-03-01T09:00Z","to":"2027-03-01T09:30Z",
        "intensity":{"forecast":118,"actual":null,"index":"low"}}]})";
constexpr std::string_view kMeasured =
    R"({"data":[{"from":"2027-03-01T09:00Z","to":"2027-03-01T09:30Z",
        "intensity":{"forecast":118,"actual":124,"index":"low"}}]})";
constexpr std::string_view kRegion =
    R"({"data":[{"regionid":13,"dnoregion":"UKPN London","shortname":"London","data":[
        {"from":"2027-03-01T09:00Z","to":"2027-03-01T09:30Z","intensity":{"forecast":97,"index":"low"},
         "generationmix":[{"fuel":"wind","perc":60.0}]}]}]})";

TEST(UkNeso, TheForecastStandsInForWhatIsNotMeasuredYetAndSaysSo) {
    struct Row {
        std::string_view name, body;
        std::size_t region_id;
        double grams;
        bool estimated;
    };
    for (const Row& row : {Row{"measured", kMeasured, 0, 124, false}, Row{"forecast", kForecastOnly, 0, 118, true},
                           Row{"region", kRegion, 13, 97, true}}) {
        SCOPED_TRACE(row.name);
        const auto reading = UkNeso::read_current(row.body, row.region_id);
        ASSERT_TRUE(reading.has_value());
        EXPECT_EQ(reading->intensity.as_grams_per_kilowatt_hour(), row.grams);
        EXPECT_EQ(reading->estimated, row.estimated);
        EXPECT_EQ(reading->valid_at, parse_timestamp("2027-03-01T09:00Z"));
        EXPECT_EQ(reading->signal.basis, Basis::direct);
    }
}

TEST(UkNeso, WhatIsNoHalfHourIsRefusedByName) {
    struct Row {
        std::string_view name, body;
        std::size_t region_id;
        SourceFault fault;
    };
    for (const Row& row :
         {Row{"not JSON", "502 Bad Gateway", 0, SourceFault::malformed},
          Row{"an error", R"({"error":{"code":"400 Bad Request","message":"no"}})", 0, SourceFault::malformed},
          Row{"no half hour", R"({"data":[]})", 0, SourceFault::malformed},
          Row{"two nulls", R"({"data":[{"from":"2027-03-01T09:00Z","intensity":{"forecast":null,"actual":null}}]})", 0,
              SourceFault::no_value},
          Row{"no date", R"({"data":[{"intensity":{"forecast":5,"actual":5}}]})", 0, SourceFault::malformed},
          Row{"another region", kRegion, 12, SourceFault::other_zone},
          Row{"the country for a region", kMeasured, 12, SourceFault::other_zone}}) {
        SCOPED_TRACE(row.name);
        const auto reading = UkNeso::read_current(row.body, row.region_id);
        ASSERT_FALSE(reading.has_value());
        EXPECT_EQ(reading.error().fault, row.fault);
    }
}

TEST(UkNeso, AsksForNowAndForTheDayAhead) {
    const WallTime now = *parse_timestamp("2027-03-01T09:12:34Z");
    const UkNeso country({.url = "http://relay"});
    EXPECT_EQ(country.current().url, "http://relay/intensity");
    EXPECT_EQ(country.forecast(now).url, "http://relay/intensity/2027-03-01T09:12Z/fw24h");
    const UkNeso region({.url = "http://relay", .region_id = 13});
    EXPECT_EQ(region.current().url, "http://relay/regional/regionid/13");
    EXPECT_EQ(region.forecast(now).url, "http://relay/regional/intensity/2027-03-01T09:12Z/fw24h/regionid/13");
    EXPECT_FALSE(country.covers("GB-NIR"));
}

TEST(UkNeso, ReadsTheForecastOfACountryAndOfARegion) {
    EXPECT_EQ(UkNeso::read_forecast(kForecastOnly, 0)->size(), 1u);
    EXPECT_EQ(UkNeso::read_forecast(
                  R"({"data":{"regionid":13,"data":[{"from":"2027-03-01T09:30Z","intensity":{"forecast":80}}]}})", 13)
                  ->at(0)
                  .intensity,
              CarbonIntensity::grams_per_kilowatt_hour(80));
}

TEST(UkNeso, AFailedForecastDoesNotSpoilTheReading) {
    AnsweredWeb web;
    web.answer("/intensity", 200, std::string(kMeasured));
    web.answer("/fw24h", 500, "");
    UkNeso source({.url = "http://relay"});
    const auto answer = run_for_test(source.ask(web, "GB", {}));
    ASSERT_TRUE(answer.has_value());
    EXPECT_TRUE(answer->forecast.empty());
    web.fail("/intensity", Fault::upstream_timeout);
    EXPECT_EQ(run_for_test(source.ask(web, "GB", {})).error().fault, SourceFault::timed_out);
    web.fail("/intensity", Fault::upstream_unreachable);
    EXPECT_EQ(run_for_test(source.ask(web, "GB", {})).error().fault, SourceFault::unreachable);
}

}  // namespace
}  // namespace greeninfer::grid
