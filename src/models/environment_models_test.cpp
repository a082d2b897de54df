#include "models/environment_models.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace greeninfer::models {
namespace {

class EnvironmentModels : public ::testing::Test {
protected:
    void SetUp() override { unsetenv("GROQ_API_KEY"); }
    void TearDown() override { unsetenv("GROQ_API_KEY"); }

    std::string wrong_;
};

TEST_F(EnvironmentModels, WithoutAKeyThereAreNone) {
    EXPECT_TRUE(environment_models({}, wrong_).empty());
    setenv("GROQ_API_KEY", "", 1);
    EXPECT_TRUE(environment_models({}, wrong_).empty()) << "an empty key is no key";
    EXPECT_EQ(wrong_, "");
}

TEST_F(EnvironmentModels, AKeyBringsAMediumAndALargeModel) {
    setenv("GROQ_API_KEY", "gsk-canary\n", 1);
    const auto models = environment_models({.groq_url = "http://127.0.0.1:1/v1"}, wrong_);
    ASSERT_EQ(models.size(), 2u);
    EXPECT_EQ(models[0].tier, Tier::medium);
    EXPECT_EQ(models[1].tier, Tier::large);
    for (const ModelSettings& model : models) {
        ASSERT_EQ(model.endpoints.size(), 1u);
        EXPECT_EQ(model.endpoints[0].url, "http://127.0.0.1:1/v1");
        EXPECT_EQ(model.endpoints[0].api_key.value->reveal(), "gsk-canary");
        EXPECT_EQ(model.endpoints[0].health_path, "") << "nobody asked for requests every few seconds";
        EXPECT_TRUE(model.price.input_per_mtok && model.price.output_per_mtok);
        EXPECT_FALSE(model.energy.output_mwh_per_token.has_value()) << "nobody has published it, so the tier's holds";
    }
}

TEST_F(EnvironmentModels, CanBeSwitchedOff) {
    setenv("GROQ_API_KEY", "gsk-canary", 1);
    EXPECT_TRUE(environment_models({.enabled = false}, wrong_).empty());
    EXPECT_EQ(wrong_, "");
}

TEST_F(EnvironmentModels, ATextThatIsNoKeyIsSaidAndNotShown) {
    setenv("GROQ_API_KEY", "two words", 1);
    EXPECT_TRUE(environment_models({}, wrong_).empty());
    EXPECT_EQ(wrong_, "environment variable GROQ_API_KEY holds more than a key; it must be one word of ASCII");
}

}  // namespace
}  // namespace greeninfer::models
