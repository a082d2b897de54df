#include "grid/region_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "grid/zone_table.hpp"

namespace greeninfer::grid {
namespace {

TEST(RegionTable, HasEveryRegionOfThreeCloudsOnce) {
    std::map<std::string_view, int> regions_of_provider;
    std::set<std::string_view> names;
    for (const RegionFigure& figure : cloud_regions()) {
        ++regions_of_provider[figure.provider];
        EXPECT_TRUE(names.insert(figure.region).second) << figure.region;
    }
    EXPECT_EQ(regions_of_provider, (std::map<std::string_view, int>{{"aws", 37}, {"azure", 62}, {"gcp", 45}}));
}

TEST(RegionTable, NamesOnlyZonesThatHaveAFigure) {
    std::set<std::string_view> unplaced;
    for (const RegionFigure& figure : cloud_regions()) {
        SCOPED_TRACE(figure.region);
        if (figure.zone.empty()) {
            unplaced.insert(figure.region);
        } else {
            EXPECT_NE(find_zone(figure.zone), nullptr);
        }
        EXPECT_GE(figure.pue.value_or(1.2), 1);
        EXPECT_LE(figure.pue.value_or(1.2), 2);
        EXPECT_EQ(figure.google_grams_per_kwh.has_value(), figure.google_year.has_value());
    }
    EXPECT_EQ(unplaced, (std::set<std::string_view>{"asiapacific", "us-east2"}));
}

TEST(RegionTable, DecidesWhatThePublicMapsDisagreeAbout) {
    struct Row {
        std::string_view region;
        std::string_view zone;
    };
    for (const Row& row : {Row{"eu-north-1", "SE-SE3"},
                           {"us-west-2", "US-NW-BPAT"},
                           {"northcentralus", "US-MIDA-PJM"},
                           {"northeurope", "IE"},
                           {"swedencentral", "SE-SE3"},
                           {"westus", "US-CAL-CISO"},
                           {"europe-north1", "FI"},
                           {"europe-west1", "BE"},
                           {"europe-west12", "IT-NO"},
                           {"europe-west2", "GB"},
                           {"europe-west3", "DE"},
                           {"europe-west4", "NL"},
                           {"europe-west6", "CH"},
                           {"europe-west8", "IT-NO"},
                           {"me-central1", "QA"},
                           {"us-central1", "US-MIDW-MISO"},
                           {"us-east1", "US-CAR-SC"},
                           {"us-west1", "US-NW-BPAT"}}) {
        SCOPED_TRACE(row.region);
        const RegionFigure* const figure = find_cloud_region(row.region);
        ASSERT_NE(figure, nullptr);
        EXPECT_EQ(figure->zone, row.zone);
    }
}

TEST(RegionTable, CarriesGooglesOwnFigureWithItsYear) {
    const RegionFigure* const dallas = find_cloud_region("us-south1");
    ASSERT_NE(dallas, nullptr);
    EXPECT_EQ(dallas->zone, "US-TEX-ERCO");
    EXPECT_EQ(dallas->pue, 1.12);
    EXPECT_EQ(dallas->google_grams_per_kwh, 302.95);
    EXPECT_EQ(dallas->google_year, 2024);
    EXPECT_EQ(find_cloud_region("us-east-1")->google_grams_per_kwh, std::nullopt) << "AWS publishes none";
}

TEST(RegionTable, DoesNotGuess) {
    EXPECT_EQ(find_cloud_region("us-south-1"), nullptr);
    EXPECT_EQ(find_cloud_region(""), nullptr);
}

}  // namespace
}  // namespace greeninfer::grid
