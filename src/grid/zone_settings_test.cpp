#include "grid/zone_settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "config/fields.hpp"
#include "config/load.hpp"
#include "config/temporary_file_for_test.hpp"
#include "grid/region_settings.hpp"

namespace greeninfer::grid {
namespace {

using testing::HasSubstr;

struct OwnSettings {
    std::vector<RegionSettings> regions;
    std::vector<ZoneSettings> zones;
};

void describe(config::Fields& fields, OwnSettings& settings) {
    fields.groups("regions", settings.regions, "Regions.");
    fields.groups("zones", settings.zones, "Zones.");
}

std::expected<OwnSettings, std::vector<config::Problem>> load(std::string_view yaml) {
    const config::TemporaryFile file("own_grid.yaml", yaml);
    return config::load<OwnSettings>(std::array{file.path()});
}

constexpr std::string_view kDay =
    "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24]";

TEST(OwnGridSettings, AreReadWhole) {
    const auto settings = load(
        "regions:\n  - {name: lab, provider: own, zone: plant, pue: 1.05}\n  - {name: us-south1}\n"
        "zones:\n  - {name: plant, intensity: 12.5, source: meter, year: 2026}\n"
        "  - {name: FR, time_zone: Europe/Paris, source: grid, hourly_intensity: " +
        std::string(kDay) + "}\n");
    ASSERT_TRUE(settings) << to_string(settings.error()[0]);
    EXPECT_EQ(settings->regions[0].zone, "plant");
    EXPECT_EQ(settings->regions[0].pue, 1.05);
    EXPECT_EQ(settings->regions[1].zone, "");
    EXPECT_EQ(settings->zones[0].intensity, 12.5);
    EXPECT_EQ(settings->zones[0].year, 2026);
    EXPECT_EQ(settings->zones[1].hourly_intensity.size(), 24);
    EXPECT_EQ(settings->zones[1].hourly_intensity[23], 24);
}

TEST(OwnGridSettings, SayWhereAndWhatIsWrong) {
    struct Row {
        std::string_view name;
        std::string yaml;
        std::string_view path;
        std::string_view says;
    };
    const std::array<Row, 11> rows = {{
        {"own region without a zone", "regions: [{name: lab}]", "regions[0].name", "needs a zone"},
        {"a cloud's region that nobody has placed", "regions: [{name: us-east2}]", "regions[0].name", "needs a zone"},
        {"PUE below 1", "regions: [{name: us-south1, pue: 0.9}]", "regions[0].pue", "1"},
        {"no figure", "zones: [{name: FR, source: x}]", "zones[0].name", "either intensity or hourly_intensity"},
        {"two figures",
         "zones: [{name: FR, source: x, intensity: 1, time_zone: UTC, hourly_intensity: " + std::string(kDay) + "}]",
         "zones[0].name", "either intensity or hourly_intensity"},
        {"a short day", "zones: [{name: FR, source: x, time_zone: UTC, hourly_intensity: [1, 2]}]",
         "zones[0].hourly_intensity", "24"},
        {"no clock", "zones: [{name: FR, source: x, hourly_intensity: " + std::string(kDay) + "}]",
         "zones[0].hourly_intensity", "time_zone"},
        {"an unknown clock", "zones: [{name: FR, source: x, intensity: 1, time_zone: Mars/Olympus}]",
         "zones[0].time_zone", "no time zone"},
        {"no source", "zones: [{name: FR, intensity: 1}]", "zones[0].source", ""},
        {"an absurd figure", "zones: [{name: FR, source: x, intensity: 2001}]", "zones[0].intensity", "2000"},
        {"a negative one", "zones: [{name: FR, source: x, intensity: -1}]", "zones[0].intensity", "0"},
    }};
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const auto settings = load(row.yaml);
        ASSERT_FALSE(settings);
        EXPECT_EQ(settings.error()[0].path, row.path);
        EXPECT_THAT(settings.error()[0].message, HasSubstr(row.says));
        EXPECT_EQ(settings.error()[0].place.line, 1);
    }
}

}  // namespace
}  // namespace greeninfer::grid
