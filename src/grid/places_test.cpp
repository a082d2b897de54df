#include "grid/places.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace greeninfer::grid {
namespace {

using testing::ElementsAre, testing::HasSubstr;

constexpr double kPue = 1.3;

Result<Places> build(std::string_view zone, std::vector<std::string_view> in_use,
                     std::vector<RegionSettings> regions = {}, std::vector<ZoneSettings> zones = {}) {
    return Places::build(zone, kPue, regions, zones, in_use);
}

TEST(Places, BeginWithTheDefaultPlace) {
    const auto places = build("US-TEX-ERCO", {});
    ASSERT_TRUE(places);
    EXPECT_EQ(places->default_place().zone, "US-TEX-ERCO");
    EXPECT_EQ(places->default_place().pue, kPue);
    EXPECT_EQ(places->find(""), &places->default_place());
    EXPECT_THAT(places->zones(), ElementsAre("US-TEX-ERCO"));
}

TEST(Places, CountAZoneOnceForAllItsRegions) {
    const auto places = build("", {"us-east-1", "us-south1", "us-east-2", "us-east-1"});
    ASSERT_TRUE(places);
    EXPECT_EQ(places->places().size(), 4);
    EXPECT_THAT(places->zones(), ElementsAre("", "US-MIDA-PJM", "US-TEX-ERCO"));
    EXPECT_EQ(places->find("us-east-1")->zone_index, 1);
    EXPECT_EQ(places->find("us-east-2")->zone_index, 1);
    EXPECT_EQ(places->find("us-south1")->zone_index, 2);
}

TEST(Places, TakePueFromTheTableAndTheDefaultWhereItHasNone) {
    const auto places = build("", {"us-south1", "eastus"});
    ASSERT_TRUE(places);
    EXPECT_EQ(places->find("us-south1")->pue, 1.12);
    EXPECT_EQ(places->find("eastus")->pue, kPue);
    EXPECT_EQ(places->find("eastus")->provider, "azure");
}

TEST(Places, LetTheOperatorOverrideEachPart) {
    const std::vector<RegionSettings> regions = {{.name = "us-west-2", .zone = "US-NW-PACW"},
                                                 {.name = "us-south1", .pue = 1.05},
                                                 {.name = "lab", .provider = "own", .zone = "FR"}};
    const auto places = build("", {"us-west-2", "us-south1", "lab"}, regions);
    ASSERT_TRUE(places);
    EXPECT_EQ(places->find("us-west-2")->zone, "US-NW-PACW");
    EXPECT_EQ(places->find("us-west-2")->pue, 1.12);
    EXPECT_EQ(places->find("us-south1")->zone, "US-TEX-ERCO");
    EXPECT_EQ(places->find("us-south1")->pue, 1.05);
    EXPECT_EQ(places->find("lab")->provider, "own");
    EXPECT_EQ(places->find("lab")->pue, kPue);
}

TEST(Places, KnowZonesThatTheOperatorDescribes) {
    const auto places = build("plant", {}, {}, {{.name = "plant", .intensity = 12}});
    ASSERT_TRUE(places);
    EXPECT_EQ(places->default_place().zone, "plant");
}

TEST(Places, RefuseWhatNobodyKnowsAndNameWhatWasMeant) {
    struct Row {
        std::string_view name;
        std::string_view zone;
        std::vector<std::string_view> in_use;
        std::vector<RegionSettings> regions;
        std::string_view field;
        std::string_view says;
    };
    const std::array<Row, 5> rows = {{
        {"region", "", {"us-suoth1"}, {}, "region", "did you mean us-south1?"},
        {"own region", "", {"labb"}, {{.name = "lab", .zone = "FR"}}, "region", "did you mean lab?"},
        {"unplaced region", "", {"us-east2"}, {}, "region", "no source says in which grid zone"},
        {"zone", "US-TEX-ERCOT", {}, {}, "grid.zone", "did you mean US-TEX-ERCO?"},
        {"zone of a region", "", {"lab"}, {{.name = "lab", .zone = "FRR"}}, "lab.zone", "is \"FRR\""},
    }};
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const auto places = build(row.zone, row.in_use, row.regions);
        ASSERT_FALSE(places);
        EXPECT_EQ(places.error().fault, Fault::invalid_request);
        EXPECT_EQ(places.error().field, row.field);
        EXPECT_THAT(places.error().detail, HasSubstr(row.says));
    }
}

}  // namespace
}  // namespace greeninfer::grid
