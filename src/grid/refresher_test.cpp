#include "grid/refresher.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "grid/answered_web_for_test.hpp"
#include "grid/timestamp.hpp"
#include "testing/simulated_clock.hpp"

namespace greeninfer::grid {
namespace {

using ::testing::HasSubstr;
using namespace std::chrono_literals;

// A simulated clock whose calendar can be set, as an operator or a time server sets it.
class SettableClock final : public Clock {
public:
    Moment now() const override { return simulated.now(); }
    WallTime wall_now() const override { return simulated.wall_now() + set_by; }
    boost::asio::awaitable<void> sleep_until(Moment wake_up) override { return simulated.sleep_until(wake_up); }

    testing::SimulatedClock simulated;
    std::chrono::seconds set_by{0};
};

class RefresherTest : public ::testing::Test {
protected:
    RefresherTest() {
        settings_.providers.electricity_maps.url = "http://maps";
        settings_.providers.ercot.url = "http://ercot";
        settings_.providers.uk_neso.url = "http://neso";
        web_.answer("/forecast", 403, "{}");
    }

    void give_key() {
        settings_.providers.electricity_maps.api_key.value = std::make_shared<const config::Secret>("a-key");
    }
    void apply(const std::vector<RegionSettings>& regions) {
        std::vector<std::string_view> names;
        for (const RegionSettings& region : regions) names.push_back(region.name);
        auto places = Places::build(settings_.zone, settings_.pue, regions, settings_.zones, names);
        ASSERT_TRUE(places.has_value()) << places.error().detail;
        auto shared = std::make_shared<const Places>(*std::move(places));
        board_ = make_board(settings_, *shared, clock_.wall_now());
        refresher_.apply(settings_, shared, board_);
    }
    void apply() { apply({}); }
    void pass(std::chrono::nanoseconds time) { clock_.simulated.advance(io_, time); }

    // Electricity Maps says this of the zone, dated now.
    void maps_says(const std::string& zone, double grams) {
        web_.answer("latest?zone=" + zone + "&", [=, this](const WebRequest&) -> Result<WebAnswer> {
            return WebAnswer{200,
                             fmt::format(R"({{"zone":"{}","carbonIntensity":{},"datetime":"{}"}})", zone, grams,
                                         print_timestamp(clock_.wall_now())),
                             {}};
        });
    }
    void ercot_says_gas() {
        web_.answer("http://ercot", [this](const WebRequest&) -> Result<WebAnswer> {
            return WebAnswer{200,
                             fmt::format(R"({{"data":{{"d":{{"{}":{{"Natural Gas":{{"gen":5}}}}}}}}}})",
                                         print_timestamp(clock_.wall_now())),
                             {}};
        });
    }

    const ZoneState& zone(std::size_t index = 0) {
        seen_ = board_->now();
        return seen_->at(index);
    }
    double grams(std::size_t index = 0) { return zone(index).now.intensity.as_grams_per_kilowatt_hour(); }
    std::uint64_t fallbacks(SourceFault reason) {
        return refresher_.metrics().fallbacks[static_cast<std::size_t>(reason)].value();
    }

    boost::asio::io_context io_;
    SettableClock clock_;
    AnsweredWeb web_;
    GridSettings settings_{.zone = "US-TEX-ERCO"};
    std::shared_ptr<Board> board_;
    std::shared_ptr<const Snapshot> seen_;
    Refresher refresher_{io_.get_executor(), clock_, web_, 1};
};

TEST_F(RefresherTest, StartsOnTheTableAtOnceAndSaysSo) {
    apply();
    EXPECT_EQ(zone().now.source, Source::static_table);
    EXPECT_EQ(grams(), 363);
    EXPECT_EQ(zone().level, Level::unknown);
    EXPECT_EQ(zone().fallback, "ercot: it has not answered yet");
    EXPECT_EQ(fallbacks(SourceFault::not_asked), 1u);
    EXPECT_TRUE(web_.requests.empty());  // and nobody waited
}

TEST_F(RefresherTest, WithoutANetworkTheTableStaysAndTheReasonIsVisible) {
    apply();
    pass(1h);
    EXPECT_EQ(zone().now.source, Source::static_table);
    EXPECT_EQ(zone().fallback, "ercot: it cannot be reached");
    EXPECT_GE(fallbacks(SourceFault::unreachable), 5u);
    EXPECT_LE(web_.requests.size(), 12u);  // backed off: 30 s, 1 min, 2 min, 4 min, 8 min, 15 min, ...
}

TEST_F(RefresherTest, AGoodAnswerReplacesTheTable) {
    ercot_says_gas();
    apply();
    pass(1s);
    EXPECT_EQ(zone().now.source, Source::ercot);
    EXPECT_NEAR(grams(), 511.7, 1e-9);
    EXPECT_EQ(zone().level, Level::dirty);
    EXPECT_EQ(zone().fallback, "");
    EXPECT_EQ(zone().table.source, Source::static_table);
    EXPECT_EQ(age_of(zone().now, clock_.now() + 10min)->count(), 601);
}

TEST_F(RefresherTest, AsksEveryQuarterOfAnHour) {
    ercot_says_gas();
    apply();
    pass(10h);
    EXPECT_GE(web_.requests.size(), 36u);
    EXPECT_LE(web_.requests.size(), 46u);
}

TEST_F(RefresherTest, TheNextSourceStandsInUntilTheBestIsBack) {
    give_key();
    ercot_says_gas();
    web_.answer("http://maps", 500, "");
    apply();
    pass(1s);
    EXPECT_EQ(zone().now.source, Source::ercot);
    EXPECT_EQ(zone().fallback, "electricity_maps: it answered 500");
    EXPECT_GT(fallbacks(SourceFault::refused), 0u);
    maps_says("US-TEX-ERCO", 300);
    pass(2min);
    EXPECT_EQ(zone().now.source, Source::electricity_maps);
    EXPECT_EQ(grams(), 300);
    EXPECT_EQ(zone().fallback, "");
}

TEST_F(RefresherTest, WhatIsNotToBeBelievedIsNotUsed) {
    struct Row {
        std::string_view name, body;
        SourceFault fault;
    };
    for (const Row& row :
         {Row{"null", R"({"zone":"US-TEX-ERCO","carbonIntensity":null,"datetime":"NOW"})", SourceFault::no_value},
          Row{"another zone", R"({"zone":"DE","carbonIntensity":5,"datetime":"NOW"})", SourceFault::other_zone},
          Row{"sandbox",
              R"({"zone":"US-TEX-ERCO","carbonIntensity":5,"datetime":"NOW","estimationMethod":"SANDBOX_MODE_DATA"})",
              SourceFault::sandbox},
          Row{"negative", R"({"zone":"US-TEX-ERCO","carbonIntensity":-5,"datetime":"NOW"})", SourceFault::absurd},
          Row{"milligrams", R"({"zone":"US-TEX-ERCO","carbonIntensity":371000,"datetime":"NOW"})", SourceFault::absurd},
          Row{"yesterday", R"({"zone":"US-TEX-ERCO","carbonIntensity":5,"datetime":"2023-11-13T00:00Z"})",
              SourceFault::stale},
          Row{"tomorrow", R"({"zone":"US-TEX-ERCO","carbonIntensity":5,"datetime":"2023-11-16T00:00Z"})",
              SourceFault::from_future},
          Row{"half an answer", R"({"zone":"US-TEX-ER)", SourceFault::malformed}}) {
        SCOPED_TRACE(row.name);
        settings_.provider = Provider::electricity_maps;
        std::string body(row.body);
        if (const auto at = body.find("NOW"); at != std::string::npos) {
            body.replace(at, 3, print_timestamp(clock_.wall_now()));
        }
        web_.answer("/latest", 200, body);
        const auto before = fallbacks(row.fault);
        apply();
        pass(1s);
        EXPECT_EQ(zone().now.source, Source::static_table);
        EXPECT_THAT(zone().fallback, HasSubstr("electricity_maps: "));
        EXPECT_GT(fallbacks(row.fault), before);
    }
}

TEST_F(RefresherTest, TheLastReadingIsUsedUntilItIsStaleAndThenTheTable) {
    ercot_says_gas();
    apply();
    pass(1s);
    web_.fail("http://ercot", Fault::upstream_timeout);
    pass(119min);
    EXPECT_EQ(zone().now.source, Source::ercot);
    EXPECT_EQ(fallbacks(SourceFault::timed_out), 0u);  // it had answered; nothing else was used
    pass(1min);
    EXPECT_EQ(zone().now.source, Source::static_table);
    EXPECT_EQ(zone().fallback, "ercot: it did not answer in time");
    EXPECT_EQ(zone().level, Level::unknown);
    EXPECT_GT(fallbacks(SourceFault::timed_out), 0u);
}

TEST_F(RefresherTest, ReadingsSurviveAReloadUnlessTheyMeanSomethingElseNow) {
    ercot_says_gas();
    apply();
    pass(1s);
    const std::size_t asked = web_.requests.size();
    settings_.refresh = 10min;
    apply();
    EXPECT_EQ(zone().now.source, Source::ercot);  // before anybody could be asked
    pass(1s);
    EXPECT_EQ(web_.requests.size(), asked);
    settings_.basis = Basis::direct;
    apply();
    EXPECT_EQ(zone().now.source, Source::static_table);
}

TEST_F(RefresherTest, AReloadTriesAgainAtOnceWhatHadFailed) {
    settings_.provider = Provider::electricity_maps;
    give_key();
    web_.answer("/latest", 401, "");
    apply();
    pass(3h);
    const std::size_t asked = web_.requests.size();
    maps_says("US-TEX-ERCO", 300);
    apply();
    pass(1s);
    EXPECT_GT(web_.requests.size(), asked);
    EXPECT_EQ(zone().now.source, Source::electricity_maps);
}

TEST_F(RefresherTest, AKeyIsCalledBadAfterSomeRefusalsAndThenTriedHourly) {
    settings_.provider = Provider::electricity_maps;
    give_key();
    web_.answer("/latest", 401, "");
    apply();
    pass(10min);
    EXPECT_EQ(web_.requests.size(), 3u);
    pass(59min);
    EXPECT_LE(web_.requests.size(), 4u);
    EXPECT_EQ(zone().fallback, "electricity_maps: it answered 401");
    EXPECT_GT(fallbacks(SourceFault::key_refused), 0u);
}

TEST_F(RefresherTest, WhatConcernsTheAccountPausesEveryZone) {
    settings_.provider = Provider::electricity_maps;
    give_key();
    web_.answer("/latest", 429, "", std::chrono::minutes(20));
    apply({{.name = "a", .zone = "DE"}, {.name = "b", .zone = "FR"}, {.name = "c", .zone = "PL"}});
    pass(19min);
    EXPECT_EQ(web_.requests.size(), 1u);
    for (const char* name : {"US-TEX-ERCO", "DE", "FR", "PL"}) maps_says(name, 250);
    pass(2min);
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(zone(i).now.source, Source::electricity_maps) << zone(i).zone;
}

TEST_F(RefresherTest, ARefusalForOneZoneIsNoneForTheOthers) {
    settings_.provider = Provider::electricity_maps;
    give_key();
    maps_says("US-TEX-ERCO", 300);
    web_.answer("zone=DE&", 403, "");
    apply({{.name = "a", .zone = "DE"}});
    pass(1s);
    EXPECT_EQ(zone(0).now.source, Source::electricity_maps);
    EXPECT_EQ(zone(1).now.source, Source::static_table);
    EXPECT_EQ(zone(1).fallback, "electricity_maps: it answered 403");
}

TEST_F(RefresherTest, ACalendarThatIsSetBackRefusesFiguresFromTheFuture) {
    ercot_says_gas();
    apply();
    pass(1s);
    web_.answer("http://ercot", 200,
                fmt::format(R"({{"data":{{"d":{{"{}":{{"Natural Gas":{{"gen":5}}}}}}}}}})",
                            print_timestamp(clock_.wall_now())));
    clock_.set_by = -24h;
    pass(20min);
    EXPECT_EQ(age_of(zone().now, clock_.now()), 1201s);  // the reading's age did not follow the calendar
    pass(2h);
    EXPECT_EQ(zone().now.source, Source::static_table);
    EXPECT_THAT(zone().fallback, HasSubstr("one of the clocks is wrong"));
}

TEST_F(RefresherTest, ACalendarThatJumpsAheadLooksAgainAtOnceAndRefusesOldFigures) {
    ercot_says_gas();
    apply();
    pass(1s);
    const std::size_t asked = web_.requests.size();
    clock_.set_by = 24h;  // or the machine slept for a day
    pass(17min);
    EXPECT_EQ(web_.requests.size(), asked + 1);
    web_.answer("http://ercot", 200, R"({"data":{"d":{"2023-11-14T22:00Z":{"Wind":{"gen":5}}}}})");
    pass(30min);
    EXPECT_NEAR(grams(), 511.7, 1e-9);  // wind of yesterday is not today's
}

TEST_F(RefresherTest, AProviderThatDoesNotKnowTheZoneSaysSo) {
    settings_.provider = Provider::uk_neso;
    apply();
    pass(1h);
    EXPECT_EQ(zone().fallback, "uk_neso does not know the zone");
    EXPECT_GT(fallbacks(SourceFault::not_covered), 0u);
    EXPECT_TRUE(web_.requests.empty());
}

TEST_F(RefresherTest, WhereTheTableIsWhatWasConfiguredNothingIsAFallback) {
    settings_.provider = Provider::static_table;
    apply();
    pass(1h);
    EXPECT_EQ(zone().fallback, "");
    EXPECT_TRUE(web_.requests.empty());
    for (const auto& reason : refresher_.metrics().fallbacks) EXPECT_EQ(reason.value(), 0u);
}

TEST_F(RefresherTest, AnHourlyTableFollowsTheHourOfItsZone) {
    ZoneSettings own{.name = "US-TEX-ERCO",
                     .intensity = {},
                     .hourly_intensity = {},
                     .time_zone = "America/Chicago",
                     .source = "our own meter",
                     .year = 2026};
    for (int hour = 0; hour < 24; ++hour) own.hourly_intensity.push_back(100 + hour);
    settings_.zones.push_back(own);
    apply();
    EXPECT_EQ(zone().now.source, Source::hourly_table);
    EXPECT_EQ(grams(), 116);  // 2023-11-14T22:13Z is 16:13 there
    pass(1h);
    EXPECT_EQ(grams(), 117);
    EXPECT_TRUE(web_.requests.empty());
}

TEST_F(RefresherTest, AReadingAtTheEdgeDoesNotFlap) {
    settings_.provider = Provider::electricity_maps;
    give_key();
    apply();
    std::string levels;
    for (const double figure : {410.0, 395.0, 405.0, 385.0, 379.0, 395.0, 400.0}) {
        maps_says("US-TEX-ERCO", figure);
        pass(17min);
        levels += zone().level == Level::dirty ? 'd' : 'n';
    }
    EXPECT_EQ(levels, "ddddnnd");
}

TEST_F(RefresherTest, AForecastComesWithTheReadingAndLosesWhatIsPast) {
    settings_.provider = Provider::electricity_maps;
    give_key();
    maps_says("US-TEX-ERCO", 300);
    web_.answer("/forecast", [this](const WebRequest&) -> Result<WebAnswer> {
        return WebAnswer{200,
                         fmt::format(R"({{"zone":"US-TEX-ERCO","forecast":[{{"carbonIntensity":280,"datetime":"{}"}},
                                         {{"carbonIntensity":90,"datetime":"{}"}}]}})",
                                     print_timestamp(clock_.wall_now()), print_timestamp(clock_.wall_now() + 5h)),
                         {}};
    });
    apply();
    pass(1s);
    ASSERT_EQ(zone().forecast.size(), 2u);
    web_.answer("/latest", 500, "");
    pass(110min);
    ASSERT_EQ(zone().forecast.size(), 1u);
    EXPECT_EQ(zone().forecast[0].intensity, CarbonIntensity::grams_per_kilowatt_hour(90));
}

TEST_F(RefresherTest, NothingIsAskedOrPublishedAfterTheEnd) {
    ercot_says_gas();
    apply();
    pass(1s);
    const auto last = board_->now();
    const std::size_t asked = web_.requests.size();
    refresher_.stop();
    pass(5h);
    EXPECT_EQ(board_->now(), last);
    EXPECT_EQ(web_.requests.size(), asked);
}

// A web that answers only after a minute.
class SlowWeb final : public WebFetch {
public:
    SlowWeb(Clock& clock, WebFetch& behind) : clock_(clock), behind_(behind) {}
    Task<WebAnswer> get(WebRequest request) override {
        co_await clock_.sleep_for(1min);
        co_return co_await behind_.get(std::move(request));
    }

private:
    Clock& clock_;
    WebFetch& behind_;
};

TEST_F(RefresherTest, AnAnswerToAQuestionOfAnOldConfigurationChangesNothing) {
    SlowWeb slow(clock_, web_);
    ercot_says_gas();
    const auto places = std::make_shared<const Places>(*Places::build("US-TEX-ERCO", 1.2, {}, {}, {}));
    board_ = make_board(settings_, *places, clock_.wall_now());
    Refresher refresher(io_.get_executor(), clock_, slow, 1);
    refresher.apply(settings_, places, board_);
    pass(30s);
    refresher.stop();
    pass(1h);
    EXPECT_EQ(zone().now.source, Source::static_table);
    EXPECT_EQ(web_.requests.size(), 1u);
}

}  // namespace
}  // namespace greeninfer::grid
