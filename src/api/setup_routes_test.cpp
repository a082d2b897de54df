#include "api/setup_routes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/service_for_test.hpp"
#include "pipeline/generation_for_test.hpp"

namespace greeninfer::api {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class SetupRoutesTest : public ::testing::Test {
protected:
    std::shared_ptr<pipeline::Generation> generation(std::vector<pipeline::ClientSettings> clients = {}) {
        auto far = pipeline::model_for_test("org/far", models::Tier::large, {models::Capability::tools},
                                            {"https://secret-host.internal:8443/v1"});
        far.display_name = "Far 70B";
        far.context_window = 8192;
        far.price = {.input_per_mtok = 0.5, .output_per_mtok = 1.5};
        far.endpoints[0].region = "us-south1";
        far.endpoints[0].cluster = "lab";
        far.endpoints[0].api_key = {.env = "FAR_KEY", .value = std::make_shared<const config::Secret>("sk-canary")};
        const auto made = pipeline::make_generation({.models = {pipeline::model_for_test("smol"), far},
                                                     .clients = std::move(clients),
                                                     .local = fleet::LocalEndpoint{"smol", engine_},
                                                     .departments = {{.name = "search"}, {.name = "support"}}},
                                                    names_);
        made->environment_keys = {{"FAR_KEY", true, "the configured models: org/far"}};
        return made;
    }
    std::string body(const pipeline::Generation& generation, const pipeline::Client* client = nullptr) {
        return setup_body(generation, service_, client);
    }

    telemetry::LabelNames names_;
    std::shared_ptr<fleet::Endpoint> engine_ = pipeline::local_endpoint_for_test("smol");
    std::atomic<bool> draining_ = false;
    SystemClock system_clock_;
    account::Bookkeeper books_{system_clock_, 1, {}};
    Service service_ = service_for_test(draining_, books_);
};

TEST_F(SetupRoutesTest, SaysWhatIsConfigured) {
    EXPECT_EQ(
        body(*generation()),
        R"({"version":"1.2.3","ready":true,"key_required":false,"models":[)"
        R"({"id":"smol","display_name":"smol","tier":"small","capabilities":[],"context_window":null,"price":null,)"
        R"("energy_method":"proxy","local":true,"strategy":"least_busy",)"
        R"("endpoints":[{"region":null,"zone":null,"cluster":null,"state":"starting"}]},)"
        R"({"id":"org/far","display_name":"Far 70B","tier":"large","capabilities":["tools"],"context_window":8192,)"
        R"("price":{"input_per_mtok":0.5,"output_per_mtok":1.5},"energy_method":"proxy","local":false,"strategy":"least_busy",)"
        R"("endpoints":[{"region":"us-south1","zone":"US-TEX-ERCO","cluster":"lab","state":"ready"}]}],)"
        R"("keys":[{"variable":"FAR_KEY","set":true,"enables":"the configured models: org/far"}],)"
        R"("optimizer":{"state":"disabled"},"preview":{"enabled":true,"score_above":38},"cascade":{"enabled":true,"streaming":"verify_first"},)"
        R"("routing":{"default_mode":"balanced","policy":"expected_value"},)"
        R"("budget":{"session_grams":5,"warn_at":0.8,"eco_at":0.9,"at_limit":"refuse"},)"
        R"("grid":{"provider":"auto","zones":["world","US-TEX-ERCO"]},"departments":["search","support"]})");
}

TEST_F(SetupRoutesTest, NoKeyAndNoAddressIsInIt) {
    const std::string text = body(*generation());
    for (const char* secret : {"sk-canary", "secret-host", "8443", "http"})
        EXPECT_THAT(text, Not(HasSubstr(secret))) << secret;
}

TEST_F(SetupRoutesTest, AnEndpointThatFailsIsNotCalledReady) {
    const auto made = generation();
    made->fleet->all()[1]->state->healthy = false;
    EXPECT_THAT(body(*made), HasSubstr(R"("zone":"US-TEX-ERCO","cluster":"lab","state":"unhealthy")"));
    EXPECT_THAT(body(*made), StartsWith(R"({"version":"1.2.3","ready":false,)"));
    made->fleet->all()[1]->state->healthy = true;
    for (int failure = 0; failure < 100; ++failure)
        made->fleet->all()[1]->state->breaker.record_failure(system_clock_.now(), {});
    EXPECT_THAT(body(*made), HasSubstr(R"("state":"unhealthy")")) << "its breaker is open";
}

TEST_F(SetupRoutesTest, ADrainingGatewayIsNotReady) {
    draining_ = true;
    EXPECT_THAT(body(*generation()), HasSubstr(R"("ready":false)"));
}

TEST_F(SetupRoutesTest, AClientSeesItsOwnDepartmentAlone) {
    const auto made = generation({{.name = "a", .key_sha256 = {1}, .department = "search"},
                                  {.name = "b", .key_sha256 = {2}, .reports = pipeline::ReportScope::all},
                                  {.name = "c", .key_sha256 = {3}}});
    const auto clients = made->clients.all();
    EXPECT_THAT(body(*made, &clients[0]), HasSubstr(R"("departments":["search"])"));
    EXPECT_THAT(body(*made, &clients[1]), HasSubstr(R"("departments":["search","support"])"));
    EXPECT_THAT(body(*made, &clients[2]), HasSubstr(R"("departments":[])"));
    EXPECT_THAT(body(*made, &clients[2]), HasSubstr(R"("key_required":true)"));
}

}  // namespace
}  // namespace greeninfer::api
