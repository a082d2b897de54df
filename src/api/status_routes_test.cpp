#include "api/status_routes.hpp"

#include <gtest/gtest.h>

#include "api/service_for_test.hpp"

#include "pipeline/generation_for_test.hpp"

namespace greeninfer::api {
namespace {

using pipeline::make_generation;
using pipeline::model_for_test;

class StatusRoutesTest : public ::testing::Test {
protected:
    std::shared_ptr<pipeline::Generation> generation(bool engine, bool remote) {
        std::vector<models::ModelSettings> models;
        if (engine) models.push_back(model_for_test("smol"));
        if (remote) models.push_back(model_for_test("org/far", models::Tier::large));
        std::optional<fleet::LocalEndpoint> local;
        if (engine) local = fleet::LocalEndpoint{"smol", engine_};
        return make_generation({.models = models, .local = local}, names_);
    }
    void engine_is_ready() {
        engine_->state->origin =
            std::make_shared<const net::Origin>(pipeline::origin_for_test("http://127.0.0.1:9/v1"));
    }

    telemetry::LabelNames names_;
    std::shared_ptr<fleet::Endpoint> engine_ = pipeline::local_endpoint_for_test("smol");
    std::atomic<bool> draining_ = false;
    SystemClock system_clock_;
    account::Bookkeeper books_{system_clock_, 1, {}};
    Service service_ = service_for_test(draining_, books_);
};

TEST_F(StatusRoutesTest, RootSaysWhetherItRuns) {
    const auto local = generation(true, false);
    EXPECT_EQ(root_body(*local, service_),
              R"({"status":"GreenInfer is starting","optimizer":"disabled","groq":"local","version":"1.2.3"})");
    engine_is_ready();
    EXPECT_EQ(root_body(*local, service_),
              R"({"status":"GreenInfer is running","optimizer":"disabled","groq":"local","version":"1.2.3"})");
}

TEST_F(StatusRoutesTest, HealthNamesTheBackend) {
    engine_is_ready();
    struct Row {
        bool engine, remote;
        std::string_view backend;
    };
    for (const Row& row :
         {Row{true, false, "local"}, Row{false, true, "remote"}, Row{true, true, "local and remote"}}) {
        EXPECT_EQ(health_body(*generation(row.engine, row.remote), service_),
                  R"({"status":"ok","backend":")" + std::string(row.backend) +
                      R"(","optimizer":"disabled","configuration_generation":1})");
    }
}

TEST_F(StatusRoutesTest, HealthTellsStartingFromDraining) {
    const auto local = generation(true, false);
    EXPECT_TRUE(health_body(*local, service_).contains(R"("status":"starting")"));
    engine_is_ready();
    EXPECT_TRUE(health_body(*local, service_).contains(R"("status":"ok")"));
    draining_ = true;
    EXPECT_TRUE(health_body(*local, service_).contains(R"("status":"draining")"));
}

TEST_F(StatusRoutesTest, ReadyWhenAnyModelCanAnswerAndNotDraining) {
    const auto both = generation(true, true);
    EXPECT_EQ(ready_body(*both, service_).value(), R"({"status":"ready"})");
    both->fleet->all()[1]->state->healthy = false;
    const auto starting = ready_body(*both, service_);
    ASSERT_FALSE(starting.has_value());
    EXPECT_EQ(starting.error().fault, Fault::not_ready);
    EXPECT_EQ(starting.error().retry_after, std::chrono::seconds(1));
    engine_is_ready();
    EXPECT_TRUE(ready_body(*both, service_).has_value());
    draining_ = true;
    EXPECT_EQ(ready_body(*both, service_).error().fault, Fault::draining);
}

TEST_F(StatusRoutesTest, ModelsAreTheCatalogueAndTheAutoNames) {
    const std::string body = models_body(*generation(true, true), 1'700'000'000);
    EXPECT_TRUE(body.starts_with(
        R"({"object":"list","data":[{"id":"smol","object":"model","created":1700000000,"owned_by":"organization-owner"},)"
        R"({"id":"org/far",)"))
        << body;
    EXPECT_TRUE(
        body.ends_with(R"({"id":"auto-performance","object":"model","created":1700000000,"owned_by":"greeninfer"}]})"))
        << body;
}

TEST_F(StatusRoutesTest, OneModelIsFoundByItsEncodedName) {
    const auto both = generation(true, true);
    struct Row {
        std::string_view encoded, id;
    };
    for (const Row& row :
         {Row{"smol", "smol"}, Row{"org/far", "org/far"}, Row{"org%2Ffar", "org/far"}, Row{"org%2ffar", "org/far"},
          Row{"%73mol", "smol"}, Row{"smo%6C", "smol"}, Row{"auto", "auto"}, Row{"auto-eco", "auto-eco"}}) {
        SCOPED_TRACE(row.encoded);
        const auto body = model_body(*both, row.encoded, 5);
        ASSERT_TRUE(body.has_value());
        EXPECT_TRUE(body->starts_with(R"({"id":")" + std::string(row.id) + R"(","object":"model","created":5,)"));
    }
}

TEST_F(StatusRoutesTest, AnUnknownModelIsNotFoundHoweverItIsWritten) {
    const auto both = generation(true, true);
    for (const std::string_view id :
         {"none", "org", "far", "%", "%2", "%zz", "smol%", "smol%00", "%ff%fe", "org%252Ffar", "+"}) {
        SCOPED_TRACE(id);
        const auto body = model_body(*both, id, 5);
        ASSERT_FALSE(body.has_value());
        EXPECT_EQ(body.error().fault, Fault::unknown_model);
    }
    EXPECT_LT(model_body(*both, std::string(10'000, 'x'), 5).error().detail.size(), 300u);
}

}  // namespace
}  // namespace greeninfer::api
