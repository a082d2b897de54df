#include "grid/eia.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grid/timestamp.hpp"
#include "grid/zone_table.hpp"

namespace greeninfer::grid {
namespace {

using ::testing::HasSubstr;

std::string row(std::string_view hour, std::string_view fuel, std::string_view value, std::string_view area = "ERCO") {
    return R"({"period":")" + std::string(hour) + R"(","respondent":")" + std::string(area) +
           R"(","respondent-name":"somebody","fueltype":")" + std::string(fuel) + R"(","value":)" + std::string(value) +
           R"(,"value-units":"megawatthours"})";
}

std::string answer(const std::vector<std::string>& rows) {
    std::string list;
    for (const std::string& one : rows) list += (list.empty() ? "" : ",") + one;
    return R"({"response":{"total":"4","data":[)" + list + R"(]},"apiVersion":"2.1.8"})";
}

Sourced<Reading> read(const std::vector<std::string>& rows) {
    return Eia::read_fuel_mix(answer(rows), "US-TEX-ERCO", Basis::lifecycle);
}

TEST(Eia, NumbersAreTextsAndTheHourIsTheOneThatEnds) {
    const auto reading = read({row("2027-03-01T12", "NG", "\"21000\""), row("2027-03-01T12", "COL", "\"8000\""),
                               row("2027-03-01T12", "WND", "\"16000\""), row("2027-03-01T12", "NUC", "\"5000\"")});
    ASSERT_TRUE(reading.has_value());
    EXPECT_NEAR(reading->intensity.as_grams_per_kilowatt_hour(), 399.2244, 1e-4);
    EXPECT_EQ(reading->valid_at, parse_timestamp("2027-03-01T11:00Z"));
    EXPECT_EQ(reading->source, Source::eia);
    EXPECT_EQ(name_of(reading->signal), "average_lifecycle_production");
}

TEST(Eia, NullsNegativesAndLateFuelsAreNoZeros) {
    const auto reading = read({row("2027-03-01T12", "NG", "\"9000\""), row("2027-03-01T12", "COL", "null"),
                               row("2027-03-01T12", "PS", "\"-300\""), row("2027-03-01T11", "NG", "\"100\""),
                               row("2027-03-01T11", "COL", "\"100\""), row("2027-03-01T11", "BAT", "-40")});
    ASSERT_TRUE(reading.has_value());
    EXPECT_EQ(reading->valid_at, parse_timestamp("2027-03-01T10:00Z"));  // noon lacks coal
    EXPECT_NEAR(reading->intensity.as_grams_per_kilowatt_hour(), (511.7 + 1122.44) / 2, 1e-9);
}

TEST(Eia, WhatIsNoFuelMixOfTheAreaIsRefusedByName) {
    struct Row {
        std::string_view name;
        std::string body;
        SourceFault fault;
    };
    for (const Row& row_of_table :
         {Row{"not JSON", "nope", SourceFault::malformed}, Row{"no rows", answer({}), SourceFault::no_value},
          Row{"an error with status 200", R"({"error":{"code":"OVER_RATE_LIMIT"}})", SourceFault::no_value},
          Row{"another area", answer({row("2027-03-01T12", "NG", "\"1\"", "PJM")}), SourceFault::other_zone},
          Row{"words", answer({row("2027-03-01T12", "NG", "\"many\"")}), SourceFault::no_value},
          Row{"no hour", answer({row("yesterday", "NG", "\"1\"")}), SourceFault::no_value},
          Row{"always something missing",
              answer({row("2027-03-01T12", "NG", "\"9\""), row("2027-03-01T11", "COL", "\"9\"")}),
              SourceFault::incomplete}}) {
        SCOPED_TRACE(row_of_table.name);
        const auto reading = Eia::read_fuel_mix(row_of_table.body, "US-TEX-ERCO", Basis::lifecycle);
        ASSERT_FALSE(reading.has_value());
        EXPECT_EQ(reading.error().fault, row_of_table.fault);
    }
}

TEST(Eia, CoversEveryBalancingAreaOfTheZoneTable) {
    std::size_t count = 0;
    for (const ZoneFigure& zone : electricity_maps_zones_u_to_z()) {
        const bool outside = !zone.zone.starts_with("US-") || zone.zone.starts_with("US-AK") || zone.zone == "US-HI";
        EXPECT_EQ(Eia::balancing_area(zone.zone).empty(), outside) << zone.zone;
        count += outside ? 0 : 1;
    }
    EXPECT_EQ(count, 56u);
    EXPECT_EQ(Eia::balancing_area("US-TEN-TVA"), "TVA");
    EXPECT_EQ(Eia::balancing_area("ERCO"), "");
}

TEST(Eia, AsksForTheHoursThatTellWhichFuelsMatter) {
    EiaSettings settings{.url = "http://relay"};
    settings.api_key.value = std::make_shared<const config::Secret>("k&y");
    const Eia source(settings, Basis::lifecycle);
    const WebRequest request = source.fuel_mix("US-MIDA-PJM", *parse_timestamp("2027-03-02T13:40Z"));
    EXPECT_EQ(request.url,
              "http://relay/v2/electricity/rto/fuel-type-data/data/?api_key=k%26y&frequency=hourly&data%5B%5D=value"
              "&facets%5Brespondent%5D%5B%5D=PJM&start=2027-03-01T01&sort%5B0%5D%5Bcolumn%5D=period"
              "&sort%5B0%5D%5Bdirection%5D=desc&length=5000");
}

}  // namespace
}  // namespace greeninfer::grid
