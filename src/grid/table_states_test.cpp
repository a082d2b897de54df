#include "grid/table_states.hpp"

#include <gtest/gtest.h>

#include "grid/region_table.hpp"

namespace greeninfer::grid {
namespace {

class TableStatesTest : public ::testing::Test {
protected:
    // us-south1 lies in the zone of Texas, which is also the default place; eu-north-1 is a region of AWS.
    std::vector<ZoneState> states(Provider provider, std::optional<double> own = {}) {
        GridSettings settings{.provider = provider, .zone = "US-TEX-ERCO", .static_intensity = own};
        const std::vector<std::string_view> regions = {"us-south1", "eu-north-1"};
        return table_states(settings, Places::build(settings.zone, settings.pue, {}, {}, regions).value(), {});
    }
};

TEST_F(TableStatesTest, GoogleCloudsRegionsHaveGooglesFigureWithItsMeaningAndYear) {
    const auto zones = states(Provider::google_cloud);
    ASSERT_EQ(zones.size(), 2u);
    EXPECT_EQ(zones[0].now.source, Source::google_cloud);
    EXPECT_EQ(zones[0].now.intensity.as_grams_per_kilowatt_hour(),
              find_cloud_region("us-south1")->google_grams_per_kwh);
    EXPECT_EQ(zones[0].now.signal.basis, Basis::direct);
    EXPECT_EQ(zones[0].now.year, 2024);
    EXPECT_EQ(zones[0].fallback, "");
    EXPECT_EQ(zones[0].table.signal.basis, Basis::lifecycle);  // the common ground stays as it is
    EXPECT_FALSE(is_live(zones[0].now.source));
}

TEST_F(TableStatesTest, WhereAProviderHasNoRegionTheCommonTableIsUsedAndSaidSo) {
    const auto google = states(Provider::google_cloud);
    EXPECT_EQ(google[1].now.source, Source::static_table);
    EXPECT_EQ(google[1].fallback, "google_cloud has no region here; the common table is used");
    const auto aws = states(Provider::aws);
    EXPECT_EQ(aws[0].fallback, "aws has no region here; the common table is used");
}

TEST_F(TableStatesTest, AwsPublishesNoFigureSoItsRegionsHaveThatOfTheirZone) {
    const auto zones = states(Provider::aws);
    EXPECT_EQ(zones[1].zone, "SE-SE3");
    EXPECT_EQ(zones[1].now.source, Source::aws);
    EXPECT_EQ(zones[1].now.intensity, zones[1].table.intensity);
    EXPECT_EQ(zones[1].fallback, "");
}

TEST_F(TableStatesTest, AnOperatorsOwnFigureStaysWhateverTheProvider) {
    for (const Provider provider : {Provider::automatic, Provider::google_cloud, Provider::aws}) {
        const auto zones = states(provider, 123);
        EXPECT_EQ(zones[0].now.source, Source::configured);
        EXPECT_EQ(zones[0].now.intensity.as_grams_per_kilowatt_hour(), 123);
        EXPECT_EQ(zones[0].fallback, "");
    }
}

TEST_F(TableStatesTest, OtherProvidersBeginWithTheCommonTable) {
    for (const ZoneState& zone : states(Provider::automatic)) {
        EXPECT_EQ(zone.now.source, Source::static_table);
        EXPECT_EQ(zone.level, Level::unknown);
    }
}

}  // namespace
}  // namespace greeninfer::grid
