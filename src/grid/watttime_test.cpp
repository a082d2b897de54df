#include "grid/watttime.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grid/answered_web_for_test.hpp"
#include "grid/basic_credentials.hpp"
#include "grid/timestamp.hpp"

namespace greeninfer::grid {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using namespace std::chrono_literals;

const WallTime kNow = *parse_timestamp("2027-03-01T09:07:00Z");

std::string forecast(std::string_view region = "CAISO_NORTH", std::string_view units = "lbs_co2_per_mwh",
                     std::string_view signal = "co2_moer") {
    return R"({"data":[{"point_time":"2027-03-01T09:10:00+00:00","value":900},
               {"point_time":"2027-03-01T09:05:00+00:00","value":1000.0},
               {"point_time":"2027-03-01T09:00:00+00:00","value":1100},
               {"point_time":"2027-03-01T09:15:00+00:00","value":null}],"meta":{"region":")" +
           std::string(region) + R"(","signal_type":")" + std::string(signal) + R"(","units":")" + std::string(units) +
           R"(","data_point_period_seconds":300,"warnings":[]}})";
}

WattTimeSettings settings() {
    WattTimeSettings made{.url = "http://relay", .user = "ada", .regions = {{"US-MIDA-PJM", "PJM_DC"}}};
    made.password.value = std::make_shared<const config::Secret>("lovelace");
    return made;
}

TEST(WattTime, PoundsPerMegawattHourBecomeGrams) {
    const auto answer = WattTime::read_forecast(forecast(), "CAISO_NORTH", kNow);
    ASSERT_TRUE(answer.has_value());
    EXPECT_NEAR(answer->reading.intensity.as_grams_per_kilowatt_hour(), 453.59237, 1e-9);  // of 09:05
    EXPECT_EQ(answer->reading.valid_at, parse_timestamp("2027-03-01T09:05Z"));
    EXPECT_EQ(answer->reading.signal.averaging, Averaging::marginal);
    EXPECT_TRUE(answer->reading.estimated);
    ASSERT_EQ(answer->forecast.size(), 3u);
    EXPECT_LT(answer->forecast[0].at, answer->forecast[1].at);
}

TEST(WattTime, APercentileAndOtherMeaningsAreRefused) {
    struct Row {
        std::string_view name;
        std::string body;
        SourceFault fault;
    };
    for (const Row& row :
         {Row{"percentile", forecast("CAISO_NORTH", "percentile"), SourceFault::malformed},
          Row{"average", forecast("CAISO_NORTH", "lbs_co2_per_mwh", "co2_aoer"), SourceFault::malformed},
          Row{"another region", forecast("PJM_DC"), SourceFault::other_zone},
          Row{"not JSON", "[", SourceFault::malformed}, Row{"no meta", R"({"data":[]})", SourceFault::other_zone},
          Row{"no points",
              R"({"data":[],"meta":{"region":"CAISO_NORTH","signal_type":"co2_moer","units":"lbs_co2_per_mwh"}})",
              SourceFault::no_value}}) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(WattTime::read_forecast(row.body, "CAISO_NORTH", kNow).error().fault, row.fault);
    }
}

TEST(WattTime, LogsInOnceAndAgainWhenTheTokenEnds) {
    AnsweredWeb web;
    int logins = 0;
    web.answer("/login", [&](const WebRequest&) -> Result<WebAnswer> {
        return WebAnswer{200, R"({"token":"t)" + std::to_string(++logins) + R"("})", {}};
    });
    web.answer("/v3/forecast", 200, forecast());
    WattTime source(settings());
    for (const auto later : {0min, 10min, 24min}) {
        ASSERT_TRUE(run_for_test(source.ask(web, "US-CAL-CISO", kNow + later)).has_value());
    }
    EXPECT_EQ(logins, 1);
    ASSERT_TRUE(run_for_test(source.ask(web, "US-CAL-CISO", kNow + 26min)).has_value());
    EXPECT_EQ(logins, 2);
    ASSERT_TRUE(run_for_test(source.ask(web, "US-CAL-CISO", kNow - 24h)).has_value());  // the clock went back
    EXPECT_EQ(logins, 3);
    EXPECT_THAT(web.requests[0].fields, ElementsAre(Pair("authorization", "Basic YWRhOmxvdmVsYWNl")));
    EXPECT_THAT(web.requests[1].fields, ElementsAre(Pair("authorization", "Bearer t1")));
    EXPECT_EQ(web.requests[1].url, "http://relay/v3/forecast?region=CAISO_NORTH&signal_type=co2_moer&horizon_hours=24");
    EXPECT_EQ(web.asked("signal-index"), 0u);
}

TEST(WattTime, ARefusedTokenIsReplacedOnce) {
    AnsweredWeb web;
    web.answer("/login", 200, R"({"token":"t"})");
    int asked = 0;
    web.answer("/v3/forecast", [&](const WebRequest&) -> Result<WebAnswer> {
        return ++asked == 2 ? WebAnswer{401, "", {}} : WebAnswer{200, forecast(), {}};
    });
    WattTime source(settings());
    EXPECT_TRUE(run_for_test(source.ask(web, "US-CAL-CISO", kNow)).has_value());
    EXPECT_TRUE(run_for_test(source.ask(web, "US-CAL-CISO", kNow)).has_value());
    EXPECT_EQ(web.asked("/login"), 2u);
    web.answer("/v3/forecast", 401, "");
    EXPECT_EQ(run_for_test(source.ask(web, "US-CAL-CISO", kNow)).error().fault, SourceFault::key_refused);
    EXPECT_EQ(web.asked("/login"), 3u);
}

TEST(WattTime, ALoginThatGivesNoTokenIsRefused) {
    for (const std::string_view body : {"{}", R"({"token":""})", R"({"token":5})", R"({"token":"a b"})", "x"}) {
        EXPECT_EQ(WattTime::read_login(body).error().fault, SourceFault::malformed) << body;
    }
    EXPECT_EQ(WattTime::read_login(R"({"token":"eyJ.a.b"})").value(), "eyJ.a.b");
}

TEST(WattTime, RegionsComeFromTheConfigurationAndThenFromTheTable) {
    const WattTime source(settings());
    EXPECT_EQ(source.region_of("US-MIDA-PJM"), "PJM_DC");
    EXPECT_EQ(source.region_of("GB"), "UK");
    EXPECT_FALSE(source.covers("US-MIDW-MISO"));
}

TEST(BasicCredentials, AreTheExamplesOfTheStandards) {
    EXPECT_EQ(basic_credentials("Aladdin", "open sesame"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");  // RFC 7617
    EXPECT_EQ(basic_credentials("test", "123\xC2\xA3"), "Basic dGVzdDoxMjPCow==");
}

}  // namespace
}  // namespace greeninfer::grid
