#include "grid/electricity_maps.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grid/answered_web_for_test.hpp"
#include "grid/timestamp.hpp"

namespace greeninfer::grid {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

constexpr std::string_view kLatest =
    R"({"zone":"AT","carbonIntensity":103.5,"datetime":"2027-03-01T09:00:00.000Z","updatedAt":"2027-03-01T08:50:11.5Z",
        "createdAt":"2027-02-26T09:01:00.000Z","emissionFactorType":"lifecycle","isEstimated":true,
        "estimationMethod":"TIME_SLICER_AVERAGE","flowTraced":true,"temporalGranularity":"hourly"})";
constexpr std::string_view kForecast =
    R"({"zone":"AT","forecast":[{"carbonIntensity":98,"datetime":"2027-03-01T10:00:00.000Z"},
        {"carbonIntensity":null,"datetime":"2027-03-01T11:00:00.000Z"},
        {"carbonIntensity":81,"datetime":"2027-03-01T12:00:00.000Z"}],"updatedAt":"2027-03-01T08:50:11.5Z"})";

ElectricityMapsSettings settings(ElectricityMapsVersion version = ElectricityMapsVersion::v3) {
    ElectricityMapsSettings made{.url = "http://relay/", .version = version};
    made.api_key.value = std::make_shared<const config::Secret>("the-key");
    return made;
}

double grams(const Reading& reading) {
    return reading.intensity.as_grams_per_kilowatt_hour();
}

TEST(ElectricityMaps, AsksAboutTheZoneAloneAndNeverAboutTheCaller) {
    struct Row {
        ElectricityMapsVersion version;
        Basis basis;
        std::string_view url;
    };
    for (const Row& row : {Row{ElectricityMapsVersion::v3, Basis::lifecycle,
                               "http://relay/v3/carbon-intensity/latest?zone=US-TEX-ERCO&emissionFactorType=lifecycle"
                               "&disableCallerLookup=true"},
                           Row{ElectricityMapsVersion::v4, Basis::direct,
                               "http://relay/v4/carbon-intensity/latest?zone=US-TEX-ERCO&emissionFactorType=direct"
                               "&disableCallerLookup=true"}}) {
        const ElectricityMaps source(settings(row.version), row.basis);
        const WebRequest request = source.latest("US-TEX-ERCO");
        EXPECT_EQ(request.url, row.url);
        EXPECT_THAT(request.fields, ElementsAre(Pair("auth-token", "the-key")));
    }
    EXPECT_THAT(ElectricityMaps(settings(), Basis::lifecycle).forecast("AT").url,
                HasSubstr("/v3/carbon-intensity/forecast?zone=AT&"));
}

TEST(ElectricityMaps, ReadsTheFigureWithItsMeaning) {
    const auto reading = ElectricityMaps::read_latest(kLatest, "AT", Basis::lifecycle);
    ASSERT_TRUE(reading.has_value());
    EXPECT_EQ(grams(*reading), 103.5);
    EXPECT_EQ(name_of(reading->signal), "average_lifecycle_consumption");
    EXPECT_TRUE(reading->estimated);
    EXPECT_EQ(reading->valid_at, parse_timestamp("2027-03-01T09:00Z"));
    EXPECT_EQ(reading->source, Source::electricity_maps);
}

TEST(ElectricityMaps, AnythingButTheFigureAskedForIsRefusedByName) {
    struct Row {
        std::string_view name, body;
        SourceFault fault;
    };
    for (const Row& row : {
             Row{"not JSON", "<html>", SourceFault::malformed},
             Row{"cut off", R"({"zone":"AT","carbonInt)", SourceFault::malformed},
             Row{"no object", "[]", SourceFault::other_zone},
             Row{"another zone", R"({"zone":"DE","carbonIntensity":9,"datetime":"2027-03-01T09:00Z"})",
                 SourceFault::other_zone},
             Row{"null", R"({"zone":"AT","carbonIntensity":null,"datetime":"2027-03-01T09:00Z"})",
                 SourceFault::no_value},
             Row{"text", R"({"zone":"AT","carbonIntensity":"9","datetime":"2027-03-01T09:00Z"})",
                 SourceFault::no_value},
             Row{"made up",
                 R"({"zone":"AT","carbonIntensity":9,"datetime":"2027-03-01T09:00Z","isEstimated":true,
                     "estimationMethod":"SANDBOX_MODE_DATA"})",
                 SourceFault::sandbox},
             Row{"direct instead", R"({"zone":"AT","carbonIntensity":9,"datetime":"2027-03-01T09:00Z",
                     "emissionFactorType":"direct"})",
                 SourceFault::malformed},
             Row{"no date", R"({"zone":"AT","carbonIntensity":9})", SourceFault::malformed},
         }) {
        SCOPED_TRACE(row.name);
        const auto reading = ElectricityMaps::read_latest(row.body, "AT", Basis::lifecycle);
        ASSERT_FALSE(reading.has_value());
        EXPECT_EQ(reading.error().fault, row.fault);
        EXPECT_FALSE(reading.error().detail.empty());
    }
}

TEST(ElectricityMaps, ReadsAForecastUnderEitherNameAndLeavesNullsOut) {
    std::string as_data(kForecast);
    as_data.replace(as_data.find("\"forecast\""), 10, "\"data\"");
    for (const std::string_view body : {kForecast, std::string_view(as_data)}) {
        const auto points = ElectricityMaps::read_forecast(body, "AT");
        ASSERT_TRUE(points.has_value());
        ASSERT_EQ(points->size(), 2u);
        EXPECT_EQ((*points)[1].at, parse_timestamp("2027-03-01T12:00Z"));
        EXPECT_EQ((*points)[1].intensity, CarbonIntensity::grams_per_kilowatt_hour(81));
    }
    EXPECT_EQ(ElectricityMaps::read_forecast(kForecast, "DE").error().fault, SourceFault::other_zone);
}

TEST(ElectricityMaps, APlanWithoutForecastsIsAskedForOneOnce) {
    AnsweredWeb web;
    web.answer("/latest", 200, std::string(kLatest));
    web.answer("/forecast", 403, "{}");
    ElectricityMaps source(settings(), Basis::lifecycle);
    for (int i = 0; i < 2; ++i) {
        const auto answer = run_for_test(source.ask(web, "AT", {}));
        ASSERT_TRUE(answer.has_value());
        EXPECT_TRUE(answer->forecast.empty());
    }
    EXPECT_EQ(web.asked("/forecast"), 1u);
    EXPECT_EQ(web.asked("/latest"), 2u);
}

TEST(ElectricityMaps, EveryStatusIsAFaultOfItsOwn) {
    struct Row {
        unsigned status;
        SourceFault fault;
    };
    for (const Row& row :
         {Row{401, SourceFault::key_refused}, Row{403, SourceFault::no_access}, Row{404, SourceFault::not_covered},
          Row{429, SourceFault::rate_limited}, Row{500, SourceFault::refused}, Row{301, SourceFault::refused}}) {
        SCOPED_TRACE(row.status);
        AnsweredWeb web;
        web.answer("/latest", row.status, R"({"message":"the-key is not valid"})", std::chrono::seconds(7));
        ElectricityMaps source(settings(), Basis::lifecycle);
        const auto answer = run_for_test(source.ask(web, "AT", {}));
        ASSERT_FALSE(answer.has_value());
        EXPECT_EQ(answer.error().fault, row.fault);
        EXPECT_EQ(answer.error().retry_after, std::chrono::seconds(7));
        EXPECT_THAT(answer.error().detail, Not(HasSubstr("the-key")));
    }
}

}  // namespace
}  // namespace greeninfer::grid
