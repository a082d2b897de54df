#include "grid/grid_settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "config/reader.hpp"

namespace greeninfer::grid {
namespace {

using ::testing::HasSubstr;

struct Read {
    GridSettings settings;
    config::Problems problems;
};

Read read(std::string_view yaml) {
    Read result;
    const config::Node root = config::parse_yaml(yaml, "grid.yaml", result.problems);
    config::Reader::read(
        root, "grid", [&](config::Fields& fields) { describe(fields, result.settings); }, result.problems);
    return result;
}

TEST(GridSettings, DefaultsAskWhoNeedsNoKeyAndActAtThePublishedFigures) {
    const GridSettings settings;
    EXPECT_EQ(settings.provider, Provider::automatic);
    EXPECT_EQ(settings.refresh, std::chrono::minutes(15));
    EXPECT_EQ(settings.levels.eco_above, 400);
    EXPECT_EQ(settings.levels.performance_below, 150);
    EXPECT_TRUE(read("{}").problems.all().empty());
}

TEST(GridSettings, KeysAndAddressesAreReadPerProvider) {
    setenv("GRID_SETTINGS_TEST_KEY", "a-grid-key", 1);
    const Read read_back = read(
        "{provider: electricity_maps, zone: US-TEX-ERCO, electricity_maps: {url: 'http://relay:8080', version: v4, "
        "api_key_env: GRID_SETTINGS_TEST_KEY}, uk_neso: {region_id: 13}}");
    EXPECT_TRUE(read_back.problems.all().empty());
    const ProviderSettings& providers = read_back.settings.providers;
    EXPECT_EQ(providers.electricity_maps.url, "http://relay:8080");
    EXPECT_EQ(providers.electricity_maps.version, ElectricityMapsVersion::v4);
    EXPECT_EQ(providers.electricity_maps.api_key.value->reveal(), "a-grid-key");
    EXPECT_EQ(providers.uk_neso.region_id, 13u);
    EXPECT_TRUE(has_key(Provider::electricity_maps, providers));
    EXPECT_FALSE(has_key(Provider::eia, providers));
    EXPECT_TRUE(has_key(Provider::ercot, providers));
}

TEST(GridSettings, EveryMistakeIsNamedWithItsRemedy) {
    unsetenv("GRID_SETTINGS_TEST_ABSENT");
    struct Row {
        std::string_view name, yaml, path, message;
    };
    for (const Row& row : {
             Row{"no key for EM", "{provider: electricity_maps}", "grid.provider", "grid.electricity_maps.api_key_env"},
             Row{"no password", "{provider: watttime, signal: marginal}", "grid.provider",
                 "grid.watttime.password_env"},
             Row{"no key for the EIA", "{provider: eia}", "grid.provider", "grid.eia.api_key_file"},
             Row{"no token", "{provider: entsoe}", "grid.provider", "grid.entsoe.api_key_env"},
             Row{"key that is not set", "{eia: {api_key_env: GRID_SETTINGS_TEST_ABSENT}}", "grid.eia.api_key_env",
                 "GRID_SETTINGS_TEST_ABSENT is not set"},
             Row{"key in the file", "{eia: {api_key: abc}}", "grid.eia.api_key", "must not be written"},
             Row{"misspelt provider", "{provider: electricitymaps}", "grid.provider", "electricity_maps"},
             Row{"unit mixed up: kg", "{static_intensity: 380000}", "grid.static_intensity", "2000"},
             Row{"negative", "{static_intensity: -1}", "grid.static_intensity", "0"},
             Row{"levels overlap", "{eco_above: 180, performance_below: 150}", "grid.performance_below", "hysteresis"},
             Row{"refresh beyond stale", "{refresh: 3h}", "grid.refresh", "stale_after"},
             Row{"watttime is marginal", "{provider: watttime}", "grid.signal", "signal: marginal"},
             Row{"user without password", "{watttime: {user: me}}", "grid.watttime.user", "password_env"},
         }) {
        SCOPED_TRACE(row.name);
        const Read result = read(row.yaml);
        const auto found = std::ranges::find(result.problems.all(), row.path, &config::Problem::path);
        ASSERT_NE(found, result.problems.all().end());
        EXPECT_THAT(found->message, HasSubstr(row.message));
        EXPECT_EQ(found->place.line, 1u);
    }
}

}  // namespace
}  // namespace greeninfer::grid
