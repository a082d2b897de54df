#include "app/enterprise_settings.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "app/settings.hpp"
#include "config/temporary_file_for_test.hpp"

namespace greeninfer::app {
namespace {

const std::filesystem::path kExamples = std::filesystem::path(GREENINFER_SOURCE_DIR) / "deploy/examples";

std::expected<Settings, std::vector<config::Problem>> load(std::string_view text) {
    const config::TemporaryFile file("enterprise.yaml", text);
    const std::filesystem::path files[] = {file.path()};
    return load_settings(files);
}

TEST(EnterpriseSettings, AFileOfThemAloneIsLaidOverAnother) {
    setenv("FLEET_KEY_US", "a-key", 1);
    setenv("FLEET_KEY_EU", "a-key", 1);
    const std::filesystem::path files[] = {kExamples / "two-regions.yaml", kExamples / "enterprise.yaml"};
    const auto settings = load_settings(files);
    ASSERT_TRUE(settings.has_value()) << to_string(settings.error()[0]);
    EXPECT_EQ(settings->models.size(), 2u);
    EXPECT_EQ(settings->grid.provider, grid::Provider::google_cloud);
    EXPECT_EQ(settings->enterprise.carbon_tracking.reporting_interval, std::chrono::hours(1));
    EXPECT_TRUE(settings->enterprise.green_routing.enabled);
    EXPECT_EQ(settings->enterprise.green_routing.threshold_gco2, 200);
}

TEST(EnterpriseSettings, CarbonTrackingNamesTheProviderOnlyWhenItIsEnabled) {
    struct Row {
        std::string_view text;
        grid::Provider provider;
    };
    for (const Row& row :
         {Row{"enterprise: {carbon_tracking: {enabled: true, provider: aws}}", grid::Provider::aws},
          Row{"enterprise: {carbon_tracking: {enabled: false, provider: aws}}", grid::Provider::automatic},
          Row{"enterprise: {carbon_tracking: {provider: aws}}", grid::Provider::automatic},
          Row{"{enterprise: {carbon_tracking: {enabled: true}}, grid: {provider: ercot}}", grid::Provider::ercot},
          Row{"{enterprise: {carbon_tracking: {enabled: true, provider: aws}}, grid: {provider: ercot}}",
              grid::Provider::aws}}) {
        SCOPED_TRACE(row.text);
        const auto settings = load(row.text);
        ASSERT_TRUE(settings.has_value()) << to_string(settings.error()[0]);
        EXPECT_EQ(settings->grid.provider, row.provider);
    }
}

TEST(EnterpriseSettings, AProviderWithoutItsKeyIsRefusedWhereItIsNamed) {
    const auto settings = load("enterprise: {carbon_tracking: {enabled: true, provider: electricity_maps}}");
    ASSERT_FALSE(settings.has_value());
    const config::Problem& problem = settings.error()[0];
    EXPECT_EQ(problem.path, "enterprise.carbon_tracking.provider");
    EXPECT_TRUE(problem.message.contains("grid.electricity_maps.api_key_env")) << problem.message;
    EXPECT_EQ(problem.place.line, 1u);
}

TEST(EnterpriseSettings, AnAddressOfAProviderThatIsNoneIsRefused) {
    const auto settings = load("grid: {ercot: {url: 'ercot.example'}}");
    ASSERT_FALSE(settings.has_value());
    EXPECT_EQ(settings.error()[0].path, "grid.ercot.url");
}

}  // namespace
}  // namespace greeninfer::app
