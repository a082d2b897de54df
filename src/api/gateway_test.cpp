// Requests through the whole gateway of one core, without its sockets towards clients.
#include "api/gateway.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/sha.h>

#include "api/server_exchange_for_test.hpp"
#include "api/service_for_test.hpp"
#include "pipeline/generation_for_test.hpp"
#include "pipeline/model_server_for_test.hpp"
#include "pipeline/worker_for_test.hpp"

namespace greeninfer::api {
namespace {

using pipeline::Act;
using pipeline::model_for_test;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kChat = R"({"model":"org/m","messages":[{"role":"user","content":"hi"}]})";
const std::string kStreamedChat = R"({"model":"auto","stream":true,"messages":[{"role":"user","content":"hi"}]})";

class GatewayTest : public ::testing::Test {
protected:
    // A gateway for one model behind a server that does what the list says.
    void serve(std::deque<Act> acts, pipeline::GenerationOptions options = {}) {
        servers_ = std::make_unique<pipeline::ModelServers>(1, std::move(acts));
        options.models = {model_for_test("org/m", models::Tier::medium, {}, servers_->urls())};
        options.upstream.retry_backoff = std::chrono::milliseconds(0);
        it_ = std::make_unique<pipeline::WorkerForTest>();
        service_ = std::make_unique<Service>(service_for_test(it_->load.draining, it_->books));
        generation_ = pipeline::make_generation(std::move(options), it_->names);
        gateway_ = std::make_unique<Gateway>(it_->worker, *service_, generation_);
    }

    ServerExchangeForTest& ask(const std::string& method, const std::string& target, const std::string& body = "",
                               const ServerExchangeForTest::Fields& fields = {}, bool local = true,
                               bool client_left = false) {
        out_ = std::make_unique<ServerExchangeForTest>(method, target, body, fields);
        out_->local = local;
        out_->client_left = client_left;
        it_->run(handled(*out_));
        return *out_;
    }

    // How many requests were counted, whatever their labels.
    std::uint64_t counted() const {
        std::string text;
        telemetry::MetricsWriter writer(text);
        telemetry::RequestMetrics::write(writer, std::array<const telemetry::RequestMetrics*, 1>{&it_->worker.requests},
                                         it_->names);
        std::uint64_t sum = 0;
        for (std::size_t at = 0; (at = text.find("\ngreeninfer_requests_total{", at)) != text.npos; ++at) {
            sum += std::stoull(text.substr(text.find("} ", at) + 2));
        }
        return sum;
    }

    std::unique_ptr<pipeline::ModelServers> servers_;
    std::unique_ptr<pipeline::WorkerForTest> it_;
    std::unique_ptr<Service> service_;
    std::shared_ptr<pipeline::Generation> generation_;
    std::unique_ptr<Gateway> gateway_;
    std::unique_ptr<ServerExchangeForTest> out_;

    boost::asio::awaitable<bool> refused(ServerExchangeForTest& out) {
        co_await gateway_->refuse(out, {.fault = Fault::body_too_large, .detail = "too large"});
        co_return true;
    }
    boost::asio::awaitable<bool> handled(ServerExchangeForTest& out) {
        co_await gateway_->handle(out);
        co_return true;
    }
};

TEST_F(GatewayTest, TheRootIsAPageForBrowsersAndJsonForPrograms) {
    serve({});
    ask("GET", "/", "", {{"accept", "text/html,*/*;q=0.8"}, {"origin", "https://elsewhere"}});
    EXPECT_EQ(out_->status, 200u);
    EXPECT_THAT(out_->answer, StartsWith("<!doctype html>"));
    EXPECT_TRUE(out_->has("content-type: text/html; charset=utf-8"));
    EXPECT_TRUE(out_->has("vary: accept, accept-encoding"));
    EXPECT_THAT(out_->fields, HasSubstr("x-request-id: "));
    const auto at = out_->fields.find("etag: ") + 6;
    const std::string tag = out_->fields.substr(at, out_->fields.find("\r\n", at) - at);
    ask("GET", "/", "", {{"accept", "text/html"}, {"if-none-match", tag}});
    EXPECT_EQ(out_->status, 304u);
    EXPECT_EQ(out_->answer, "");
    ask("GET", "/", "", {{"accept", "*/*"}});
    EXPECT_THAT(out_->answer, StartsWith(R"({"status":)"));
    EXPECT_TRUE(out_->has("vary: accept, accept-encoding"));
    EXPECT_THAT(out_->fields, Not(HasSubstr("content-security-policy")));
}

TEST_F(GatewayTest, EachRouteAnswersAndIsCountedOnce) {
    struct Row {
        std::string method, target, body;
        unsigned status;
        std::string begin;  // of the body
    };
    const std::vector<Row> rows = {
        {"POST", "/v1/chat/completions", kChat, 200, R"({"choices":)"},
        {"POST", "/v1/completions", R"({"model":"org/m","prompt":"x"})", 200, R"({"choices":)"},
        {"POST", "/v1/embeddings", R"({"model":"org/m","input":"x"})", 200, R"({"choices":)"},
        {"GET", "/v1/models", "", 200, R"({"object":"list")"},
        {"GET", "/v1/models/org/m", "", 200, R"({"id":"org/m")"},
        {"GET", "/v1/models/none", "", 404, R"({"error":{)"},
        {"POST", "/chat", R"({"prompt":"hi"})", 200, R"({"response":"one")"},
        {"GET", "/health", "", 200, R"({"status":"ok")"},
        {"GET", "/live", "", 200, R"({"status":"live"})"},
        {"GET", "/ready", "", 200, R"({"status":"ready"})"},
        {"GET", "/metrics", "", 200, "# a page"},
        {"GET", "/", "", 200, R"({"status":"GreenInfer is running")"},
        {"GET", "/setup", "", 200, R"({"version":"1.2.3","ready":true)"},
        {"GET", "/icon.svg", "", 200, "<svg"},
        {"GET", "/manifest.webmanifest", "", 200, "{"},
        {"GET", "/assets/none.js", "", 404, R"({"error":{)"},
        {"POST", "/sw.js", "", 405, R"({"error":{)"},
        {"GET", "/nothing", "", 404, R"({"error":{)"},
        {"PUT", "/chat", "", 405, R"({"error":{)"},
        {"POST", "/v1/chat/completions", "no", 400, R"({"error":{)"},
    };
    serve({Act::json});
    std::uint64_t requests = 0;
    for (const Row& row : rows) {
        SCOPED_TRACE(row.method + " " + row.target);
        ask(row.method, row.target, row.body);
        EXPECT_EQ(out_->status, row.status);
        EXPECT_EQ(out_->answers, 1);
        EXPECT_THAT(out_->answer, StartsWith(row.begin));
        EXPECT_THAT(out_->fields, HasSubstr("x-request-id: "));
        EXPECT_EQ(counted(), ++requests);
    }
}

TEST_F(GatewayTest, ErrorsSpeakTheDialectOfTheirPath) {
    serve({Act::json});
    EXPECT_THAT(ask("POST", "/v1/chat/completions", "no").answer, HasSubstr(R"("param":)"));
    EXPECT_THAT(ask("GET", "/v1/nothing").answer, HasSubstr(R"("param":)"));
    EXPECT_THAT(ask("POST", "/chat", "no").answer, HasSubstr(R"("field":)"));
    EXPECT_THAT(ask("GET", "/nothing").answer, HasSubstr(R"("field":)"));
    EXPECT_EQ(ask("POST", "/chat", R"({"prompt":"hi","mode":"fast"})").status, 422u);
    EXPECT_TRUE(ask("PUT", "/chat").has("allow: POST"));
}

TEST_F(GatewayTest, AWholeAnswerCarriesTheReceipt) {
    serve({Act::json});
    ask("POST", "/v1/chat/completions", kChat, {{"x-request-id", "mine-1"}});
    EXPECT_TRUE(out_->has("x-request-id: mine-1"));
    EXPECT_TRUE(out_->has("x-greeninfer-model: org/m"));
    EXPECT_TRUE(out_->has("x-greeninfer-tier: medium"));
    EXPECT_TRUE(out_->has("content-type: application/json"));
    EXPECT_THAT(out_->answer, HasSubstr(R"("greeninfer":{"model":"org/m")"));
    EXPECT_TRUE(servers_->last_request().has("x-request-id: mine-1"));
}

TEST_F(GatewayTest, AStreamEndsWithReceiptAndDone) {
    serve({Act::stream});
    ask("POST", "/v1/chat/completions", kStreamedChat);
    EXPECT_EQ(out_->status, 200u);
    EXPECT_TRUE(out_->has("content-type: text/event-stream; charset=utf-8"));
    EXPECT_TRUE(out_->has("cache-control: no-cache"));
    EXPECT_TRUE(out_->has("x-accel-buffering: no"));
    EXPECT_TRUE(out_->finished);
    EXPECT_FALSE(out_->closes);
    EXPECT_THAT(out_->answer, HasSubstr(R"("content":"one")"));
    EXPECT_THAT(out_->answer, HasSubstr("\n\n: greeninfer {\"model\":\"org/m\""));
    EXPECT_THAT(out_->answer, HasSubstr(R"("complexity":{"score":)"));
    EXPECT_TRUE(out_->answer.ends_with("}\n\ndata: [DONE]\n\n"));
}

TEST_F(GatewayTest, AStreamThatBreaksEndsWithAnErrorAndNoDone) {
    serve({Act::cut_after_text});
    ask("POST", "/v1/chat/completions", kStreamedChat);
    EXPECT_EQ(out_->status, 200u);
    EXPECT_TRUE(out_->closes);
    EXPECT_THAT(out_->answer, HasSubstr(R"("content":"one")"));
    EXPECT_THAT(out_->answer, HasSubstr("data: {\"error\":{"));
    EXPECT_THAT(out_->answer, Not(HasSubstr("[DONE]")));
    EXPECT_EQ(counted(), 1u);
}

TEST_F(GatewayTest, AFailureBeforeTheFirstContentIsARealStatus) {
    for (const auto& [act, status] : {std::pair{Act::cut_before_text, 502u}, std::pair{Act::fail, 502u},
                                      std::pair{Act::rate_limit, 429u}, std::pair{Act::reject, 400u}}) {
        serve({act});
        ask("POST", "/v1/chat/completions", kStreamedChat);
        EXPECT_EQ(out_->status, status);
        EXPECT_TRUE(out_->has("content-type: application/json"));
        EXPECT_EQ(out_->has("x-should-retry: false"), status == 502);
        EXPECT_EQ(out_->has("retry-after: 7"), status == 429);
        EXPECT_EQ(counted(), 1u);
    }
}

TEST_F(GatewayTest, TheNativeDialectStreamsItsEvents) {
    serve({Act::stream});
    ask("POST", "/chat", R"({"prompt":"hi","stream":true})");
    EXPECT_EQ(out_->status, 200u);
    EXPECT_TRUE(out_->finished);
    const std::string& text = out_->answer;
    EXPECT_THAT(text, StartsWith("event: decision\ndata: {"));
    EXPECT_THAT(text, HasSubstr("event: delta\ndata: "));
    const std::size_t done = text.find("event: done\ndata: ");
    ASSERT_NE(done, text.npos);
    EXPECT_THAT(text.substr(done), HasSubstr(R"("response":"oneone")"));
    EXPECT_THAT(text.substr(done), HasSubstr(R"("model_tier":"medium")"));
    EXPECT_THAT(text.substr(done), HasSubstr(R"("latency_ms":)"));
    EXPECT_THAT(text, Not(HasSubstr("grid_zone"))) << "unknown is absent";
}

TEST_F(GatewayTest, ANativeStreamThatBreaksSaysSoInItsDialect) {
    serve({Act::cut_after_text});
    ask("POST", "/chat", R"({"prompt":"hi","stream":true})");
    EXPECT_TRUE(out_->closes);
    EXPECT_THAT(out_->answer, HasSubstr("event: error\ndata: {\"error\":{"));
    EXPECT_THAT(out_->answer, Not(HasSubstr("event: done")));
}

TEST_F(GatewayTest, KeysAreAskedForWhereModelsAre) {
    pipeline::ClientSettings client{.name = "search"};
    const std::string key = "sk-one";
    SHA256(reinterpret_cast<const unsigned char*>(key.data()), key.size(), client.key_sha256.data());
    serve({Act::json}, {.clients = {client}});
    for (const std::string target : {"/v1/models", "/v1/models/org/m"}) {
        EXPECT_EQ(ask("GET", target).status, 401u) << target;
        EXPECT_TRUE(out_->has("www-authenticate: Bearer"));
        EXPECT_EQ(ask("GET", target, "", {{"x-api-key", key}}).status, 200u) << target;
    }
    EXPECT_EQ(ask("POST", "/v1/chat/completions", kChat).status, 401u);
    EXPECT_EQ(ask("POST", "/chat", "not even JSON").status, 401u) << "a stranger's bytes are not read";
    EXPECT_EQ(ask("POST", "/v1/chat/completions", kChat, {{"authorization", "Bearer sk-one"}}).status, 200u);
    for (const std::string target : {"/health", "/live", "/ready", "/metrics", "/"}) {
        EXPECT_EQ(ask("GET", target, "", {}, false).status, 200u) << target;
    }
}

TEST_F(GatewayTest, WithoutClientsAStrangerIsForbidden) {
    serve({Act::json});
    EXPECT_EQ(ask("POST", "/v1/chat/completions", kChat, {}, false).status, 403u);
    EXPECT_EQ(ask("GET", "/v1/models", "", {}, false).status, 403u);
}

TEST_F(GatewayTest, WhileDrainingItIsNotReadyAndStartsNothing) {
    serve({Act::json});
    it_->load.draining = true;
    EXPECT_EQ(ask("GET", "/ready").status, 503u);
    EXPECT_EQ(ask("POST", "/v1/chat/completions", kChat).status, 503u);
    EXPECT_EQ(ask("GET", "/live").status, 200u);
}

TEST_F(GatewayTest, APreflightIsAnsweredForListedOriginsAndCounted) {
    serve({Act::json}, {.cors_origins = {"https://a.example"}});
    for (const bool listed : {true, false}) {
        ask("OPTIONS", "/v1/chat/completions", "",
            {{"origin", listed ? "https://a.example" : "https://b.example"},
             {"access-control-request-method", "POST"}});
        EXPECT_EQ(out_->status, 204u);
        EXPECT_EQ(out_->has("access-control-allow-origin: https://a.example"), listed);
    }
    EXPECT_EQ(counted(), 2u);
    ask("POST", "/v1/chat/completions", "no", {{"origin", "https://a.example"}});
    EXPECT_TRUE(out_->has("access-control-allow-origin: https://a.example")) << "a page may read its errors";
}

TEST_F(GatewayTest, AClientThatLeftIsCountedOnceAndToldNothingMore) {
    serve({Act::stream});
    ask("POST", "/v1/chat/completions", kStreamedChat, {}, true, true);
    EXPECT_EQ(out_->answers, 1);
    EXPECT_FALSE(out_->finished);
    EXPECT_EQ(counted(), 1u);
    EXPECT_EQ(it_->worker.requests.cancelled.value(), 1u);
    EXPECT_EQ(it_->load.in_flight, 0u);
}

TEST_F(GatewayTest, ANewConfigurationHoldsForTheNextRequest) {
    serve({Act::json});
    auto next = pipeline::make_generation(
        {.models = {model_for_test("renamed", models::Tier::small, {}, servers_->urls())}}, it_->names);
    next->number = 2;
    gateway_->apply(next);
    EXPECT_EQ(ask("POST", "/v1/chat/completions", kChat).status, 404u);
    EXPECT_THAT(ask("GET", "/health").answer, HasSubstr(R"("configuration_generation":2)"));
}

TEST_F(GatewayTest, WhatCouldNotBeReadIsRefusedInTheDialectOfItsPath) {
    serve({Act::json});
    ServerExchangeForTest openai("POST", "/v1/chat/completions");
    it_->run(refused(openai));
    EXPECT_EQ(openai.status, 413u);
    EXPECT_THAT(openai.answer, HasSubstr(R"("param":null)"));
    ServerExchangeForTest nothing("", "");
    it_->run(refused(nothing));
    EXPECT_EQ(nothing.status, 413u);
    EXPECT_EQ(counted(), 2u);
}

TEST_F(GatewayTest, TheReportTellsWhatRequestsUsed) {
    serve({Act::json});
    EXPECT_EQ(ask("POST", "/v1/chat/completions", kChat).status, 200u);
    const auto& json = ask("GET", "/reports/carbon?by=model");
    EXPECT_EQ(json.status, 200u);
    EXPECT_THAT(json.answer, HasSubstr(R"("model":"org/m")"));
    EXPECT_THAT(json.answer, HasSubstr(R"("answered":1)"));
    EXPECT_THAT(json.answer, HasSubstr(R"("data_set":"a data set")"));
    EXPECT_THAT(ask("GET", "/reports/carbon?format=csv").answer, StartsWith("from,to,model,region,department,"));
    EXPECT_THAT(ask("GET", "/reports/carbon?format=text").answer, HasSubstr("total"));
}

TEST_F(GatewayTest, AReportThatIsAskedForWronglySaysWhat) {
    serve({});
    const auto& refused = ask("GET", "/reports/carbon?format=xml");
    EXPECT_EQ(refused.status, 400u);
    EXPECT_THAT(refused.answer, HasSubstr(R"("field":"format")"));
    EXPECT_EQ(ask("POST", "/reports/carbon").status, 405u);
}

TEST_F(GatewayTest, AReportIsForThoseWhoMayReadIt) {
    serve({}, {.clients = {{.name = "team"}}});
    EXPECT_EQ(ask("GET", "/reports/carbon").status, 401u);
    serve({});
    EXPECT_EQ(ask("GET", "/reports/carbon", "", {}, false).status, 403u) << "no clients, and not from this machine";
}

}  // namespace
}  // namespace greeninfer::api
