// Holds the documentation and the examples to the settings that the code knows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <tuple>

#include "app/settings.hpp"

namespace greeninfer::app {
namespace {

const std::filesystem::path kSource = GREENINFER_SOURCE_DIR;

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(ConfigurationReference, IsWhatTheDocumentationSays) {
    const auto path = kSource / "docs/CONFIGURATION.md";
    if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path) << configuration_reference();
    EXPECT_EQ(text_of(path), configuration_reference()) << "UPDATE_GOLDEN=1 app_test rewrites docs/CONFIGURATION.md";
}

TEST(ConfigurationReference, ShowsNoSecretAndNoEmptyDescription) {
    const std::string text = configuration_reference();
    EXPECT_THAT(text, ::testing::HasSubstr("| `endpoints[].api_key_env` |"));
    EXPECT_THAT(text, ::testing::Not(::testing::HasSubstr("|  |\n")));
}

TEST(Examples, EveryOneLoads) {
    for (const char* key : {"GROQ_API_KEY", "OPENAI_API_KEY", "FLEET_KEY_US", "FLEET_KEY_EU", "PROVIDER_API_KEY"})
        setenv(key, "a-key", 1);
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(kSource / "deploy/examples")) {
        if (entry.path().extension() != ".yaml") continue;
        SCOPED_TRACE(entry.path().filename());
        const std::filesystem::path files[] = {entry.path()};
        const auto settings = load_settings(files);
        EXPECT_TRUE(settings.has_value()) << to_string(settings.error()[0]);
        const bool is_laid_over_another = entry.path().filename() == "enterprise.yaml";
        if (settings) EXPECT_EQ(settings->models.empty(), is_laid_over_another);
        ++count;
    }
    unsetenv("GROQ_API_KEY");
    EXPECT_GE(count, 6u);
}

// What a key alone brings is what the example configures: one set of facts, in two places that cannot part.
TEST(Examples, GroqsModelsAreThoseThatItsKeyBrings) {
    setenv("GROQ_API_KEY", "a-key", 1);
    const std::filesystem::path files[] = {kSource / "deploy/examples/groq.yaml"};
    const auto example = load_settings(files);
    const auto without = load_settings({});
    unsetenv("GROQ_API_KEY");
    ASSERT_TRUE(example && without);
    const auto facts = [](const models::ModelSettings& model) {
        return std::tuple(model.name, model.display_name, model.tier, model.capabilities, model.context_window,
                          model.price.input_per_mtok, model.price.output_per_mtok, model.endpoints.at(0).url,
                          model.endpoints.at(0).model, model.endpoints.at(0).api_key.env);
    };
    ASSERT_EQ(example->models.size(), without->environment_models.size());
    for (std::size_t i = 0; i < example->models.size(); ++i)
        EXPECT_EQ(facts(example->models[i]), facts(without->environment_models[i]));
}

}  // namespace
}  // namespace greeninfer::app
