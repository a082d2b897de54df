#include "grid/plausibility.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace greeninfer::grid {
namespace {

using namespace std::chrono_literals;

const WallTime kNow{std::chrono::seconds(1'800'000'000)};

ZoneAnswer figure(double grams, std::chrono::seconds age = 10min) {
    return {.reading = {.intensity = CarbonIntensity::grams_per_kilowatt_hour(grams),
                        .source = Source::electricity_maps,
                        .valid_at = kNow - age}};
}

TEST(Plausibility, WhatNoGridEmitsIsRefused) {
    struct Row {
        double grams;
        bool accepted;
    };
    for (const Row& row : {Row{0, true}, Row{2000, true}, Row{371, true}, Row{-0.1, false}, Row{2000.1, false},
                           Row{371'000, false}, Row{NAN, false}, Row{INFINITY, false}}) {
        SCOPED_TRACE(row.grams);
        const auto checked = plausible(figure(row.grams), kNow, 2h);
        EXPECT_EQ(checked.has_value(), row.accepted);
        if (!checked) EXPECT_EQ(checked.error().fault, SourceFault::absurd);
    }
}

TEST(Plausibility, ADateFarFromNowMeansThatAClockIsWrongOrTheFigureOld) {
    struct Row {
        std::string_view name;
        std::chrono::seconds age;
        std::optional<SourceFault> fault;
    };
    for (const Row& row :
         {Row{"an hour old", 1h, std::nullopt}, Row{"as old as may be", 2h, std::nullopt},
          Row{"too old", 2h + 1s, SourceFault::stale}, Row{"our clock jumped a day ahead", 24h, SourceFault::stale},
          Row{"clocks differ a little", -10min, std::nullopt},
          Row{"our clock jumped a day back", -24h, SourceFault::from_future}}) {
        SCOPED_TRACE(row.name);
        const auto checked = plausible(figure(300, row.age), kNow, 2h);
        ASSERT_EQ(checked.has_value(), !row.fault);
        if (row.fault) EXPECT_EQ(checked.error().fault, *row.fault);
    }
}

TEST(Plausibility, SourcesThatAreLateByNatureAreGrantedThat) {
    ZoneAnswer late = figure(300, 4h);
    for (const auto& [source, accepted] :
         {std::pair(Source::eia, true), {Source::entsoe, true}, {Source::ercot, false}}) {
        late.reading.source = source;
        EXPECT_EQ(plausible(late, kNow, 2h).has_value(), accepted) << name_of(source);
    }
    late.reading = figure(300, 5h + 1s).reading;
    late.reading.source = Source::eia;
    EXPECT_EQ(plausible(late, kNow, 2h).error().fault, SourceFault::stale);
}

TEST(Plausibility, TheAgeOfAReadingDoesNotFollowTheCalendar) {
    Reading reading = plausible(figure(300, 40min), kNow, 2h)->reading;
    EXPECT_EQ(age_of(reading, Moment(5h)), std::nullopt);  // like a table: nobody fetched it
    reading.fetched_at = Moment(1h);
    EXPECT_EQ(age_of(reading, Moment(1h + 20min)), 60min);
    EXPECT_EQ(plausible(figure(300, -10min), kNow, 2h)->reading.age_when_fetched, 0s);
}

TEST(Plausibility, AForecastIsSortedAndHoldsOnlyWhatCanBe) {
    ZoneAnswer answer = figure(300);
    for (const auto& [hour, grams] : {std::pair(2, 90.0), {1, 80.0}, {3, -5.0}, {4, 9000.0}, {-2, 70.0}}) {
        answer.forecast.push_back({kNow + std::chrono::hours(hour), CarbonIntensity::grams_per_kilowatt_hour(grams)});
    }
    const auto checked = plausible(answer, kNow, 2h);
    ASSERT_EQ(checked->forecast.size(), 2u);
    EXPECT_EQ(checked->forecast[0].at, kNow + 1h);
    EXPECT_EQ(checked->forecast[1].at, kNow + 2h);
}

TEST(Plausibility, ALiveFigureHasTheIntervalOfOne) {
    EXPECT_EQ(plausible(figure(300), kNow, 2h)->reading.log_deviation, kLiveLogDeviation);
}

}  // namespace
}  // namespace greeninfer::grid
