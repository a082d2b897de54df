#include "app/generation_builder.hpp"

#include <gtest/gtest.h>

#include "budget/memory_store.hpp"

namespace greeninfer::app {
namespace {

models::ModelSettings model_at(std::string name, const std::string& url) {
    models::ModelSettings model{.name = std::move(name)};
    model.endpoints.push_back({.url = url});
    return model;
}

class GenerationBuilderTest : public ::testing::Test {
protected:
    std::shared_ptr<const pipeline::Generation> build(const Settings& settings) {
        return builder_.build(settings).value();
    }
    static Settings with_models(std::vector<models::ModelSettings> models) {
        Settings settings;
        settings.models = std::move(models);
        return settings;
    }

    telemetry::LabelNames names_;
    SystemClock clock_;
    std::shared_ptr<budget::BudgetStore> budgets_ = std::make_shared<budget::MemoryStore>(clock_);
    GenerationBuilder builder_{clock_, names_, budgets_};
};

TEST_F(GenerationBuilderTest, SettingsReachTheGeneration) {
    Settings settings = with_models({model_at("a", "http://one/v1")});
    settings.server.max_in_flight = 7;
    settings.upstream.retries = 5;
    settings.routing.default_mode = pipeline::Mode::eco;
    settings.telemetry.receipt = telemetry::Receipt::off;
    settings.security.cors_origins = {"https://a.example"};
    settings.enterprise.green_routing.enabled = true;
    settings.clients = {{.name = "search", .key_sha256 = {}, .department = "search"}};
    const auto generation = build(settings);
    EXPECT_EQ(generation->number, 1u);
    EXPECT_EQ(generation->server.max_in_flight, 7u);
    EXPECT_EQ(generation->upstream.retries, 5u);
    EXPECT_EQ(generation->routing.default_mode, pipeline::Mode::eco);
    EXPECT_EQ(generation->telemetry.receipt, telemetry::Receipt::off);
    EXPECT_EQ(generation->cors_origins, settings.security.cors_origins);
    EXPECT_FALSE(generation->clients.empty());
    EXPECT_TRUE(generation->green_routing.enabled);
    EXPECT_EQ(generation->fleet->all().size(), 1u);
}

TEST_F(GenerationBuilderTest, EndpointsAreInThePlacesOfTheirRegions) {
    Settings settings = with_models({model_at("a", "http://one/v1"), model_at("b", "http://two/v1")});
    settings.models[0].endpoints[0].region = "lab";
    settings.regions = {{.name = "lab", .zone = "plant"}};
    settings.grid.zone = "FR";
    settings.grid.pue = 1.4;
    settings.grid.zones = {{.name = "plant", .intensity = 12}};
    const auto generation = build(settings);
    EXPECT_EQ(generation->fleet->all()[0]->place.zone, "plant");
    EXPECT_EQ(generation->fleet->all()[1]->place.zone, "FR");
    EXPECT_EQ(generation->fleet->all()[0]->place.pue, 1.4);
    EXPECT_EQ(generation->places->zones().size(), 2u);
}

TEST_F(GenerationBuilderTest, AnUnknownRegionIsAnErrorAndNeverADefaultFigure) {
    Settings settings = with_models({model_at("a", "http://one/v1")});
    settings.models[0].endpoints[0].region = "nowhere";
    const auto generation = builder_.build(settings);
    ASSERT_FALSE(generation.has_value());
    EXPECT_EQ(generation.error().fault, Fault::invalid_request);
}

TEST_F(GenerationBuilderTest, AReloadKeepsHowUnchangedEndpointsAreDoing) {
    const auto first = build(with_models({model_at("a", "http://one/v1"), model_at("b", "http://two/v1")}));
    const auto second = build(with_models({model_at("b", "http://two/v1"), model_at("a", "http://elsewhere/v1")}));
    EXPECT_EQ(second->number, 2u);
    EXPECT_EQ(second->fleet->all()[0]->state, first->fleet->all()[1]->state);
    EXPECT_NE(second->fleet->all()[1]->state, first->fleet->all()[0]->state);
}

TEST_F(GenerationBuilderTest, IdsAndLabelsOfModelsOutliveGenerations) {
    const auto first = build(with_models({model_at("a", "http://one/v1"), model_at("b", "http://two/v1")}));
    const auto second = build(with_models({model_at("new", "http://new/v1"), model_at("b", "http://two/v1")}));
    const auto third = build(with_models({model_at("a", "http://one/v1")}));
    const models::Model* b_first = first->catalogue.find("b");
    const models::Model* b_second = second->catalogue.find("b");
    EXPECT_EQ(b_first->id, b_second->id);
    EXPECT_EQ(first->labels.models[b_first->id], second->labels.models[b_second->id]);
    EXPECT_EQ(first->catalogue.find("a")->id, third->catalogue.find("a")->id);
    EXPECT_NE(second->catalogue.find("new")->id, first->catalogue.find("a")->id);
    EXPECT_EQ(names_.name(third->labels.models[third->catalogue.find("a")->id]), "a");
    EXPECT_EQ(names_.name(third->labels.tiers[0]), "small");
    EXPECT_EQ(names_.name(third->labels.modes[0]), "eco");
}

TEST_F(GenerationBuilderTest, TheLocalEnginesModelIsServedInEveryGeneration) {
    fleet::LocalEngineSettings engine;
    engine.slots = 2;
    engine.queue = 3;
    const auto key = std::make_shared<const config::Secret>("sk-engine");
    const auto endpoint = make_local_endpoint(engine, key, names_);
    builder_.set_local(engine, {endpoint});
    for (const auto& generation : {build({}), build(with_models({model_at("a", "http://one/v1")}))}) {
        const models::Model* model = generation->catalogue.find(engine.model);
        ASSERT_NE(model, nullptr);
        EXPECT_EQ(model->settings.tier, models::Tier::small);
        EXPECT_EQ(model->settings.context_window, engine.context);
        ASSERT_EQ(generation->fleet->endpoints_of(*model).size(), 1u);
        EXPECT_EQ(generation->fleet->endpoints_of(*model)[0]->state, endpoint->state);
    }
    EXPECT_TRUE(endpoint->always_stream);
    EXPECT_EQ(endpoint->max_in_flight, 5u);
    EXPECT_EQ(endpoint->api_key, key);
    EXPECT_FALSE(fleet::can_answer(*endpoint)) << "it has no address before it is ready";
}

TEST_F(GenerationBuilderTest, AModelCalledLikeTheLocalOneIsRefusedAndTheOldGenerationGoesOn) {
    fleet::LocalEngineSettings engine;
    builder_.set_local(engine, {make_local_endpoint(engine, nullptr, names_)});
    const auto first = build({});
    const auto clash = builder_.build(with_models({model_at(engine.model, "http://one/v1")}));
    ASSERT_FALSE(clash.has_value());
    EXPECT_TRUE(clash.error().detail.contains(engine.model)) << clash.error().detail;
    EXPECT_EQ(clash.error().field, "local_engine.model");
    const auto next = build({});
    EXPECT_EQ(next->number, first->number + 1);
}

TEST_F(GenerationBuilderTest, AnUnusableUrlNamesItsModel) {
    const auto built = builder_.build(with_models({model_at("a", "ftp://one")}));
    ASSERT_FALSE(built.has_value());
    EXPECT_EQ(built.error().field, "a");
}

}  // namespace
}  // namespace greeninfer::app
