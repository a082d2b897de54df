#include "fleet/fleet.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "energy/window_ledger.hpp"

namespace greeninfer::fleet {
namespace {

using testing::ElementsAre;

models::ModelSettings model_at(std::string name, const std::vector<std::string>& urls) {
    models::ModelSettings model{.name = std::move(name)};
    for (const std::string& url : urls) model.endpoints.push_back({.url = url});
    return model;
}

class FleetTest : public testing::Test {
protected:
    Result<std::shared_ptr<const Fleet>> build(std::vector<models::ModelSettings> models, const Fleet* before = nullptr,
                                               const LocalEndpoint* local = nullptr) {
        const auto places = grid::Places::build("US-TEX-ERCO", 1.3, {}, {}, regions_in_use(models));
        auto catalogue = models::Catalogue::build(std::move(models), ids_);
        EXPECT_TRUE(catalogue.has_value());
        return Fleet::build(*catalogue, *places, before, local, names_);
    }
    static std::vector<std::string> names_of(const Endpoints& endpoints) {
        std::vector<std::string> names;
        for (const auto& endpoint : endpoints) names.push_back(endpoint->name);
        return names;
    }

    models::ModelIds ids_;
    telemetry::LabelNames names_;
};

TEST_F(FleetTest, EndpointsAreNamedByModelAndPlace) {
    const auto fleet = build({model_at("a", {"http://one:8000/v1", "https://two.example/openai/v1"}),
                              model_at("org/b", {"unix:/run/engine.sock"})});
    ASSERT_TRUE(fleet.has_value());
    EXPECT_THAT(names_of((*fleet)->all()),
                ElementsAre("a@one:8000/v1", "a@two.example/openai/v1", "org/b@/run/engine.sock"));
    for (const auto& endpoint : (*fleet)->all()) {
        EXPECT_EQ(names_.name(endpoint->label), endpoint->name);
        EXPECT_TRUE(can_answer(*endpoint));
        EXPECT_FALSE(endpoint->always_stream);
    }
}

TEST_F(FleetTest, SettingsReachTheEndpoint) {
    auto model = model_at("a", {"http://one:8000/v1"});
    model.endpoints[0].model = "upstream-name";
    model.endpoints[0].region = "eu-west-1";
    model.endpoints[0].max_in_flight = 3;
    model.endpoints[0].health_path = "/health";
    model.endpoints[0].api_key.value = std::make_shared<const config::Secret>("sk-up");
    const auto fleet = build({model}).value();
    const Endpoint& endpoint = *fleet->all()[0];
    EXPECT_EQ(endpoint.upstream_model, "upstream-name");
    EXPECT_EQ(endpoint.region, "eu-west-1");
    EXPECT_EQ(endpoint.max_in_flight, 3u);
    EXPECT_EQ(endpoint.health_target, "/health");
    EXPECT_EQ(endpoint.api_key->reveal(), "sk-up");
    EXPECT_EQ(endpoint.state->origin.load()->base_path, "/v1");
}

TEST_F(FleetTest, EndpointsAtTheSamePlaceHaveDifferentNames) {
    const auto fleet = build({model_at("a", {"http://one/v1", "http://one/v1/", "http://one/v1"})}).value();
    EXPECT_THAT(names_of(fleet->all()), ElementsAre("a@one/v1", "a@one/v1#2", "a@one/v1#3"));
    const auto again = build({model_at("a", {"http://one/v1", "http://one/v1/", "http://one/v1"})}, fleet.get());
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ((*again)->all()[i]->state, fleet->all()[i]->state);
}

TEST_F(FleetTest, AReloadKeepsHowAnUnchangedEndpointIsDoing) {
    const auto before = build({model_at("a", {"http://one/v1", "http://two/v1"}), model_at("b", {"http://one/v1"})});
    (*before)->all()[0]->state->healthy = false;

    auto changed = model_at("a", {"http://two/v1", "http://one/v1"});
    changed.endpoints[1].region = "us-south1";
    changed.endpoints[1].max_in_flight = 9;
    auto renamed = model_at("b", {"http://one/v1"});
    renamed.endpoints[0].model = "another-upstream-name";
    const auto after = build({model_at("new", {"http://one/v1"}), changed, renamed}, before->get());
    ASSERT_TRUE(after.has_value());
    const Endpoints& all = (*after)->all();
    EXPECT_TRUE(all[0]->state->healthy) << "a new model starts afresh";
    EXPECT_EQ(all[1]->state, (*before)->all()[1]->state);
    EXPECT_EQ(all[2]->state, (*before)->all()[0]->state);
    EXPECT_FALSE(all[2]->state->healthy);
    EXPECT_EQ(all[2]->region, "us-south1");
    EXPECT_NE(all[3]->state, (*before)->all()[2]->state) << "it is asked for another model";
}

TEST_F(FleetTest, EndpointsOfAModelAreFoundWhateverItsPlace) {
    build({model_at("a", {"http://a/v1"}), model_at("b", {"http://b/v1"})});
    auto catalogue = models::Catalogue::build({model_at("c", {"http://c/v1"}), model_at("b", {"http://b/v1"})}, ids_);
    const auto places = grid::Places::build("", 1.2, {}, {}, {}).value();
    const auto fleet = Fleet::build(*catalogue, places, nullptr, nullptr, names_).value();
    EXPECT_THAT(names_of(fleet->endpoints_of(*catalogue->find("b"))), ElementsAre("b@b/v1"));
    EXPECT_THAT(names_of(fleet->endpoints_of(*catalogue->find("c"))), ElementsAre("c@c/v1"));
}

TEST_F(FleetTest, TheLocalModelIsServedByTheLocalEndpointAlone) {
    const auto engine =
        std::make_shared<Endpoint>(Endpoint{.name = "a@local", .state = std::make_shared<EndpointState>()});
    const LocalEndpoint local{"a", engine, ""};
    const auto fleet = build({model_at("a", {"not a url"}), model_at("b", {"http://b/v1"})}, nullptr, &local);
    ASSERT_TRUE(fleet.has_value());
    EXPECT_THAT(names_of((*fleet)->all()), ElementsAre("a@local", "b@b/v1"));
    EXPECT_EQ((*fleet)->all()[0]->state, engine->state);
    EXPECT_EQ((*fleet)->all()[0]->place.zone, "US-TEX-ERCO");
}

TEST_F(FleetTest, AnEndpointIsInThePlaceOfItsRegionAndElseInTheDefaultOne) {
    auto model = model_at("a", {"http://one/v1", "http://two/v1"});
    model.endpoints[1].region = "eu-north-1";
    const auto fleet = build({model}).value();
    EXPECT_EQ(fleet->all()[0]->place.zone, "US-TEX-ERCO");
    EXPECT_EQ(fleet->all()[0]->place.pue, 1.3);
    EXPECT_EQ(fleet->all()[1]->place.zone, "SE-SE3");
    EXPECT_EQ(fleet->all()[1]->place.pue, 1.1);
    EXPECT_EQ(fleet->all()[1]->place.zone_index, 1u);
}

TEST_F(FleetTest, AnEndpointHasTheLedgerOfItsMeter) {
    auto model = model_at("a", {"http://one/v1", "http://two/v1"});
    model.endpoints[0].meter = "node-a";
    model.endpoints[1].metrics_url = "http://two/metrics";
    const LocalEndpoint local{"local", std::make_shared<Endpoint>(), "engine"};
    auto catalogue = models::Catalogue::build({model, model_at("local", {"local engine"})}, ids_);
    const auto places = grid::Places::build("", 1.2, {}, {}, {}).value();
    std::map<std::string, std::shared_ptr<energy::WindowLedger>, std::less<>> ledgers = {
        {"node-a", std::make_shared<energy::WindowLedger>()}, {"engine", std::make_shared<energy::WindowLedger>()}};
    const auto ledger_of = [&](std::string_view meter) { return ledgers.find(meter)->second; };
    const auto fleet = Fleet::build(*catalogue, places, nullptr, &local, names_, ledger_of).value();
    EXPECT_EQ(fleet->all()[0]->ledger, ledgers["node-a"]);
    EXPECT_EQ(fleet->all()[1]->ledger, nullptr);
    EXPECT_EQ(fleet->all()[1]->metrics_url, "http://two/metrics");
    EXPECT_EQ(fleet->all()[2]->ledger, ledgers["engine"]);
}

TEST_F(FleetTest, ARegionWithoutAPlaceIsNoEndpoint) {
    auto model = model_at("a", {"http://one/v1"});
    model.endpoints[0].region = "us-south1";
    auto catalogue = models::Catalogue::build({model}, ids_);
    const auto places = grid::Places::build("", 1.2, {}, {}, {}).value();
    const auto fleet = Fleet::build(*catalogue, places, nullptr, nullptr, names_);
    ASSERT_FALSE(fleet.has_value());
    EXPECT_EQ(fleet.error().field, "a");
}

TEST_F(FleetTest, AnUnusableUrlNamesItsModel) {
    for (const std::string url : {"ftp://one", "http://", "one:8000", "http://user:pass@one/v1", ""}) {
        SCOPED_TRACE(url);
        const auto fleet = build({model_at("good", {"http://one/v1"}), model_at("bad", {url})});
        ASSERT_FALSE(fleet.has_value());
        EXPECT_EQ(fleet.error().fault, Fault::invalid_request);
        EXPECT_EQ(fleet.error().field, "bad");
        EXPECT_FALSE(fleet.error().detail.empty());
    }
}

}  // namespace
}  // namespace greeninfer::fleet
