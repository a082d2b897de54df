#include "grid/ercot.hpp"

#include <gtest/gtest.h>

#include "grid/timestamp.hpp"

namespace greeninfer::grid {
namespace {

constexpr std::string_view kDashboard =
    R"({"lastUpdated":"2027-03-01 00:04:59-0600","types":["Coal and Lignite","Natural Gas","Power Storage","Wind"],
        "data":{
          "2027-02-28":{"2027-02-28 23:54:59-0600":{"Coal and Lignite":{"gen":1000.0},"Natural Gas":{"gen":1000.0},
            "Wind":{"gen":1000.0},"Power Storage":{"gen":-50.5},"Other":{"gen":3.0}}},
          "2027-03-01":{"2027-03-01 00:04:59-0600":{"Coal and Lignite":{"gen":1000.0},"Natural Gas":{"gen":2000.0},
            "Wind":{"gen":1000.0},"Power Storage":{"gen":-900.0}}}}})";

TEST(Ercot, TheNewestIntervalOfAllDaysCountsWithItsOwnOffset) {
    const auto reading = Ercot::read_fuel_mix(kDashboard, Basis::lifecycle);
    ASSERT_TRUE(reading.has_value());
    EXPECT_EQ(reading->valid_at, parse_timestamp("2027-03-01T06:04:59Z"));
    EXPECT_NEAR(reading->intensity.as_grams_per_kilowatt_hour(), (1122.44 + 2 * 511.7 + 11) / 4, 1e-9);
    EXPECT_EQ(reading->source, Source::ercot);
    EXPECT_EQ(name_of(Ercot::read_fuel_mix(kDashboard, Basis::direct)->signal), "average_direct_production");
}

TEST(Ercot, ADashboardThatIsNoneIsRefusedByName) {
    struct Row {
        std::string_view name, body;
        SourceFault fault;
    };
    for (const Row& row :
         {Row{"a page for people", "<!DOCTYPE html><title>Access denied</title>", SourceFault::malformed},
          Row{"no data", R"({"lastUpdated":"2027-03-01 00:04:59-0600"})", SourceFault::malformed},
          Row{"list instead", R"({"data":[]})", SourceFault::malformed},
          Row{"no days", R"({"data":{}})", SourceFault::no_value},
          Row{"null figures", R"({"data":{"d":{"2027-03-01 00:04:59-0600":{"Wind":{"gen":null}}}}})",
              SourceFault::no_value},
          Row{"times that are none", R"({"data":{"d":{"noon":{"Wind":{"gen":5}}}}})", SourceFault::no_value},
          Row{"only charging", R"({"data":{"d":{"2027-03-01 00:04:59-0600":{"Power Storage":{"gen":-5}}}}})",
              SourceFault::incomplete}}) {
        SCOPED_TRACE(row.name);
        const auto reading = Ercot::read_fuel_mix(row.body, Basis::lifecycle);
        ASSERT_FALSE(reading.has_value());
        EXPECT_EQ(reading.error().fault, row.fault);
    }
}

TEST(Ercot, KnowsTexasAlone) {
    const Ercot source({.url = "http://relay/"}, Basis::lifecycle);
    EXPECT_TRUE(source.covers("US-TEX-ERCO"));
    EXPECT_FALSE(source.covers("US-MIDA-PJM"));
    EXPECT_EQ(source.fuel_mix().url, "http://relay/api/1/services/read/dashboards/fuel-mix.json");
    EXPECT_TRUE(source.fuel_mix().fields.empty());
}

}  // namespace
}  // namespace greeninfer::grid
