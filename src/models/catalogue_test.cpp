#include "models/catalogue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greeninfer::models {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

ModelSettings model(std::string name, Tier tier = Tier::small) {
    return {.name = std::move(name), .tier = tier, .endpoints = {{.url = "http://127.0.0.1:8000/v1"}}};
}

Catalogue build(std::vector<ModelSettings> models) {
    ModelIds ids;
    return Catalogue::build(std::move(models), ids).value();
}

TEST(Catalogue, FindsModelsByTheirWholeName) {
    const Catalogue catalogue = build({model("meta-llama/Llama-3.1-8B"), model("gpt-4o")});
    ASSERT_NE(catalogue.find("meta-llama/Llama-3.1-8B"), nullptr);
    EXPECT_EQ(catalogue.find("meta-llama/Llama-3.1-8B")->settings.name, "meta-llama/Llama-3.1-8B");
    EXPECT_EQ(catalogue.find("Llama-3.1-8B"), nullptr);
    EXPECT_EQ(catalogue.find("GPT-4o"), nullptr);
    EXPECT_EQ(catalogue.find(""), nullptr);
}

TEST(Catalogue, ListsTheModelsOfATierInTheOrderOfTheConfiguration) {
    const Catalogue catalogue = build({model("b", Tier::large), model("a", Tier::large), model("c", Tier::small)});
    EXPECT_THAT(catalogue.of_tier(Tier::large), ElementsAre(catalogue.find("b"), catalogue.find("a")));
    EXPECT_THAT(catalogue.of_tier(Tier::small), ElementsAre(catalogue.find("c")));
    EXPECT_THAT(catalogue.of_tier(Tier::xlarge), IsEmpty());
}

TEST(Catalogue, KnowsTheEnergyOfAModelFromItsSettingsElseItsTier) {
    ModelSettings own = model("own", Tier::large);
    own.energy.output_mwh_per_token = 0.5;
    const Catalogue catalogue = build({own, model("plain", Tier::large)});
    const auto output_mwh = [&](const char* name) {
        return catalogue.find(name)->energy.estimate({0, 0, 1}, std::nullopt).it_energy.as_milliwatt_hours();
    };
    EXPECT_DOUBLE_EQ(output_mwh("own"), 0.5);
    EXPECT_DOUBLE_EQ(output_mwh("plain"), 0.95);
}

TEST(Catalogue, FillsInNamesThatAreLeftOut) {
    ModelSettings named = model("named");
    named.display_name = "A Name";
    named.endpoints[0].model = "upstream-name";
    const Catalogue catalogue = build({model("plain"), named});
    EXPECT_EQ(catalogue.find("plain")->settings.display_name, "plain");
    EXPECT_EQ(catalogue.find("plain")->settings.endpoints[0].model, "plain");
    EXPECT_EQ(catalogue.find("named")->settings.display_name, "A Name");
    EXPECT_EQ(catalogue.find("named")->settings.endpoints[0].model, "upstream-name");
}

TEST(Catalogue, KnowsWhatAModelCanDo) {
    ModelSettings settings = model("seeing");
    settings.capabilities = {Capability::tools, Capability::vision};
    const Catalogue catalogue = build({settings});
    EXPECT_TRUE(catalogue.find("seeing")->can(Capability::vision));
    EXPECT_FALSE(catalogue.find("seeing")->can(Capability::embeddings));
}

TEST(Catalogue, SurvivesBeingMoved) {
    Catalogue first = build({model("a", Tier::medium)});
    const Catalogue second = std::move(first);
    EXPECT_EQ(second.find("a"), &second.models()[0]);
    EXPECT_EQ(second.of_tier(Tier::medium)[0], &second.models()[0]);
}

TEST(Catalogue, RefusesWhatCannotBeServed) {
    ModelSettings without_endpoints = model("a");
    without_endpoints.endpoints.clear();
    const struct {
        const char* name;
        std::vector<ModelSettings> models;
        const char* field;
    } rows[] = {
        {"a name twice", {model("a"), model("b"), model("a")}, "models[2].name"},
        {"no name", {model("")}, "models[0].name"},
        {"no endpoints", {model("b"), without_endpoints}, "models[1].endpoints"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        ModelIds ids;
        const auto result = Catalogue::build(row.models, ids);
        ASSERT_FALSE(result.has_value());
        EXPECT_EQ(result.error().field, row.field);
    }
}

TEST(ModelIds, KeepsANumberForEachNameOverReloads) {
    ModelIds ids;
    const Catalogue first = Catalogue::build({model("a"), model("b")}, ids).value();
    const Catalogue second = Catalogue::build({model("new"), model("b")}, ids).value();
    const Catalogue third = Catalogue::build({model("a")}, ids).value();
    EXPECT_EQ(first.find("a")->id, 0u);
    EXPECT_EQ(first.find("b")->id, 1u);
    EXPECT_EQ(second.find("new")->id, 2u);
    EXPECT_EQ(second.find("b")->id, 1u);
    EXPECT_EQ(third.find("a")->id, 0u);
    EXPECT_THAT(ids.names(), ElementsAre("a", "b", "new"));
}

}  // namespace
}  // namespace greeninfer::models
