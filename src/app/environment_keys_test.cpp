#include "app/environment_keys.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "app/settings.hpp"

namespace greeninfer::app {
namespace {

using ::testing::ElementsAre;

// The rows as "VARIABLE[=set]: what it enables".
std::vector<std::string> rows_of(const Settings& settings) {
    std::vector<std::string> rows;
    for (const auto& key : environment_keys(settings)) {
        rows.push_back(key.variable + (key.is_set ? "=set: " : ": ") + key.enables);
    }
    return rows;
}

Settings settings_with_model(const char* variable) {
    Settings settings;
    settings.models.push_back({.name = "m", .endpoints = {{.url = "http://n/v1", .api_key = {.env = variable}}}});
    return settings;
}

class EnvironmentKeys : public ::testing::Test {
protected:
    void SetUp() override {
        for (const char* name :
             {"GROQ_API_KEY", "ELECTRICITY_MAPS_KEY", "WATTTIME_PASS", "EIA_API_KEY", "ENTSOE_API_KEY", "MY_KEY"})
            unsetenv(name);
    }
    void TearDown() override { SetUp(); }
};

TEST_F(EnvironmentKeys, WithoutAConfigurationEachSaysWhatItWouldDo) {
    setenv("GROQ_API_KEY", "gsk-canary", 1);
    EXPECT_THAT(rows_of({}),
                ElementsAre("GROQ_API_KEY=set: a medium and a large model of Groq beside the local one",
                            "ELECTRICITY_MAPS_KEY: live carbon intensities of every zone, by Electricity Maps, once "
                            "grid.electricity_maps.api_key_env names it",
                            "WATTTIME_PASS: marginal carbon intensities, by WattTime, once grid.watttime.user and "
                            "grid.watttime.password_env name the account",
                            "EIA_API_KEY: hourly carbon intensities of the United States, by the EIA, once "
                            "grid.eia.api_key_env names it",
                            "ENTSOE_API_KEY: carbon intensities of European zones, by ENTSO-E, once "
                            "grid.entsoe.api_key_env names it"));
}

TEST_F(EnvironmentKeys, AConfiguredVariableIsTheOneThatIsNamed) {
    setenv("MY_KEY", "a", 1);
    Settings settings = settings_with_model("MY_KEY");
    settings.models.push_back({.name = "n",
                               .endpoints = {{.url = "http://n/v1", .api_key = {.env = "MY_KEY"}},
                                             {.url = "http://o/v1", .api_key = {.env = "MY_KEY"}}}});
    settings.grid.providers.electricity_maps.api_key.env = "MY_KEY";
    settings.grid.providers.watttime.password.file = "password";
    settings.grid.providers.eia.api_key.file = "key";
    settings.grid.providers.entsoe.api_key.file = "key";
    EXPECT_THAT(rows_of(settings),
                ElementsAre("MY_KEY=set: the configured models: m, n",
                            "GROQ_API_KEY: a medium and a large model of Groq beside the local one, where no models "
                            "are configured",
                            "MY_KEY=set: live carbon intensities of every zone, by Electricity Maps"));
}

TEST_F(EnvironmentKeys, GroqIsNotToldTwice) {
    EXPECT_EQ(rows_of(settings_with_model("GROQ_API_KEY"))[0], "GROQ_API_KEY: the configured models: m");
    EXPECT_THAT(rows_of(settings_with_model("GROQ_API_KEY"))[1], ::testing::StartsWith("ELECTRICITY_MAPS_KEY"));
    Settings off;
    off.models_from_environment.enabled = false;
    EXPECT_THAT(rows_of(off)[0], ::testing::EndsWith("with models_from_environment.enabled: true"));
}

}  // namespace
}  // namespace greeninfer::app
