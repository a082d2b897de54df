#include "grid/entsoe.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "grid/timestamp.hpp"

namespace greeninfer::grid {
namespace {

constexpr std::string_view kFrance = "10YFR-RTE------C";

struct Series {
    std::string_view plant;
    std::string points;
    std::string_view direction = "in";
    std::string_view curve = "A03";
    std::string_view resolution = "PT60M";
    std::string_view unit = "MAW";
    std::string_view domain = kFrance;
};

std::string point(int position, double quantity) {
    return fmt::format("<Point><position>{}</position><quantity>{}</quantity></Point>", position, quantity);
}

std::string document(const std::vector<Series>& all) {
    std::string text = R"(<?xml version="1.0"?><GL_MarketDocument xmlns="urn:iec62325.351:some:3:0"><type>A75</type>)";
    for (const Series& series : all) {
        text += fmt::format(
            "<TimeSeries><{0}BiddingZone_Domain.mRID>{1}</{0}BiddingZone_Domain.mRID>"
            "<quantity_Measure_Unit.name>{2}</quantity_Measure_Unit.name><curveType>{3}</curveType>"
            "<MktPSRType><psrType>{4}</psrType></MktPSRType><Period><timeInterval><start>2027-03-01T08:00Z</start>"
            "<end>2027-03-01T10:00Z</end></timeInterval><resolution>{5}</resolution>{6}</Period></TimeSeries>",
            series.direction, series.domain, series.unit, series.curve, series.plant, series.resolution, series.points);
    }
    return text + "</GL_MarketDocument>";
}

Sourced<Reading> read(const std::vector<Series>& all) {
    return Entsoe::read_generation(document(all), "FR", Basis::direct);
}

double grams(const Sourced<Reading>& reading) {
    return reading.value().intensity.as_grams_per_kilowatt_hour();
}

constexpr double kFrenchGas = 378.34;

TEST(Entsoe, AMissingPositionOfACurveRepeatsTheOneBefore) {
    const auto reading = read({{"B14", point(1, 3000)}, {"B04", point(1, 500) + point(2, 1000)}});
    EXPECT_EQ(reading->valid_at, parse_timestamp("2027-03-01T09:45Z"));
    EXPECT_NEAR(grams(reading), kFrenchGas / 4, 1e-9);  // 1000 of 4000
    EXPECT_EQ(name_of(reading->signal), "average_direct_production");
}

TEST(Entsoe, InAListOfPointsAMissingOneIsMissing) {
    const auto reading = read({{"B14", point(1, 3000), "in", "A01"}, {"B04", point(1, 500) + point(2, 1000)}});
    EXPECT_EQ(reading->valid_at, parse_timestamp("2027-03-01T08:45Z"));
    EXPECT_NEAR(grams(reading), kFrenchGas / 7, 1e-9);
}

TEST(Entsoe, ConsumptionSuchAsPumpingIsLeftOut) {
    EXPECT_NEAR(grams(read({{"B14", point(1, 100)}, {"B04", point(1, 100)}, {"B10", point(1, 800), "out"}})),
                kFrenchGas / 2, 1e-9);
}

TEST(Entsoe, SeriesOfDifferentResolutionAddUp) {
    std::string quarters;
    for (int i = 1; i <= 8; ++i) quarters += point(i, 100);
    EXPECT_NEAR(grams(read({{"B14", point(1, 300)}, {"B04", quarters, "in", "A01", "PT15M"}})), kFrenchGas / 4, 1e-9);
    EXPECT_NEAR(
        grams(read({{"B19", point(1, 50), "in", "A03", "PT30M"}, {"B18", point(1, 50)}, {"B04", point(1, 100)}})),
        kFrenchGas / 2, 1e-9);
}

TEST(Entsoe, WhatIsNoGenerationOfTheZoneIsRefusedByName) {
    struct Row {
        std::string_view name;
        std::string body;
        SourceFault fault;
    };
    for (const Row& row : {
             Row{"nothing found",
                 "<Acknowledgement_MarketDocument xmlns=\"urn:x\"><Reason><code>999</code><text>No matching data "
                 "found</text></Reason></Acknowledgement_MarketDocument>",
                 SourceFault::no_value},
             Row{"not XML", "Service unavailable", SourceFault::malformed},
             Row{"empty", "", SourceFault::malformed},
             Row{"cut off", document({{"B04", point(1, 1)}}).substr(0, 300), SourceFault::malformed},
             Row{"a page", "<html/>", SourceFault::malformed},
             Row{"no series", document({}), SourceFault::no_value},
             Row{"another zone", document({{"B04", point(1, 1), "in", "A03", "PT60M", "MAW", "10YBE----------2"}}),
                 SourceFault::other_zone},
             Row{"kilowatts", document({{"B04", point(1, 1), "in", "A03", "PT60M", "KWT"}}), SourceFault::malformed},
             Row{"a day as one point", document({{"B04", point(1, 1), "in", "A03", "P1D"}}), SourceFault::no_value},
             Row{"positions outside", document({{"B04", point(0, 1) + point(3, 1) + point(-1, 1)}}),
                 SourceFault::no_value},
             Row{"words", document({{"B04", "<Point><position>1</position><quantity>much</quantity></Point>"}}),
                 SourceFault::no_value},
         }) {
        SCOPED_TRACE(row.name);
        const auto reading = Entsoe::read_generation(row.body, "FR", Basis::lifecycle);
        ASSERT_FALSE(reading.has_value());
        EXPECT_EQ(reading.error().fault, row.fault);
    }
}

TEST(Entsoe, AsksForADayOfTheZonesDomain) {
    EntsoeSettings settings{.url = "http://relay"};
    settings.api_key.value = std::make_shared<const config::Secret>("token");
    const Entsoe source(settings, Basis::lifecycle);
    EXPECT_EQ(source.generation("FR", *parse_timestamp("2027-03-01T09:12Z")).url,
              "http://relay/api?securityToken=token&documentType=A75&processType=A16&in_Domain=10YFR-RTE------C"
              "&periodStart=202702280900&periodEnd=202703011000");
    EXPECT_TRUE(source.covers("SE-SE3"));
    EXPECT_FALSE(source.covers("US-TEX-ERCO"));
}

}  // namespace
}  // namespace greeninfer::grid
