#include "pipeline/attempt.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/exchange_for_test.hpp"
#include "pipeline/model_server_for_test.hpp"
#include "pipeline/worker_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class AttemptTest : public ::testing::Test {
protected:
    void serve(Act act) { servers_ = std::make_unique<ModelServers>(1, std::deque{act}); }

    Result<void> attempt(std::string body, wire::RequestKind kind = wire::RequestKind::chat,
                         const ExchangeForTest::Fields& fields = {}) {
        auto model = model_for_test("m", models::Tier::small, {}, servers_->urls());
        model.endpoints[0].model = "org/upstream";
        model.endpoints[0].api_key.value = std::make_shared<const config::Secret>("sk-endpoint");
        one_ =
            std::make_unique<ExchangeForTest>(make_generation({.models = {model}}, it_.names), std::move(body), fields);
        one_->read(kind).at(0);
        return it_.run(Attempt(it_.worker, one_->exchange).run());
    }
    testing::HttpText request() { return servers_->last_request(); }

    std::unique_ptr<ModelServers> servers_;
    WorkerForTest it_;
    std::unique_ptr<ExchangeForTest> one_;
};

TEST_F(AttemptTest, OnlyTheModelIsChangedInABodyThatNeedsNothingElse) {
    serve(Act::json);
    ASSERT_TRUE(
        attempt(R"({ "model" : "m" ,"messages":[{"role":"user","content":"hi"}],  "unknown":[1, 2.50] })").has_value());
    EXPECT_EQ(request().body,
              R"({ "model" : "org/upstream" ,"messages":[{"role":"user","content":"hi"}],  "unknown":[1, 2.50] })");
    EXPECT_TRUE(request().whole);
}

TEST_F(AttemptTest, AStreamIsAskedForItsUsage) {
    serve(Act::stream);
    ASSERT_TRUE(attempt(R"({"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]})").has_value());
    EXPECT_THAT(request().body, HasSubstr(R"("stream_options":{"include_usage":true})"));
    EXPECT_THAT(request().body, HasSubstr(R"("stream":true)"));
}

TEST_F(AttemptTest, EachKindHasItsPath) {
    struct Row {
        wire::RequestKind kind;
        std::string body, path;
    };
    for (const Row& row : {Row{wire::RequestKind::chat, R"({"model":"m","messages":[{"role":"user","content":"hi"}]})",
                               "/v1/chat/completions"},
                           Row{wire::RequestKind::completion, R"({"model":"m","prompt":"x"})", "/v1/completions"},
                           Row{wire::RequestKind::embedding, R"({"model":"m","input":"x"})", "/v1/embeddings"}}) {
        SCOPED_TRACE(row.path);
        serve(Act::json);
        ASSERT_TRUE(attempt(row.body, row.kind).has_value());
        EXPECT_THAT(request().head, HasSubstr("POST " + row.path + " HTTP/1.1\r\n"));
    }
}

TEST_F(AttemptTest, TheEndpointsKeyGoesUpAndTheClientsDoesNot) {
    serve(Act::json);
    ASSERT_TRUE(attempt(R"({"model":"m","messages":[{"role":"user","content":"hi"}]})", wire::RequestKind::chat,
                        {{"authorization", "Bearer sk-client"}, {"traceparent", "00-abc"}})
                    .has_value());
    EXPECT_THAT(request().head, HasSubstr("authorization: Bearer sk-endpoint\r\n"));
    EXPECT_THAT(request().head, HasSubstr("traceparent: 00-abc\r\n"));
    EXPECT_THAT(request().head, Not(HasSubstr("sk-client")));
}

TEST_F(AttemptTest, ARejectionKeepsTheServersWordsAndField) {
    serve(Act::reject);
    const auto done = attempt(R"({"model":"m","messages":[{"role":"user","content":"hi"}]})");
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().fault, Fault::upstream_rejected);
    EXPECT_EQ(done.error().detail, "no such tool");
    EXPECT_EQ(done.error().field, "tools[0]");
}

TEST_F(AttemptTest, ARateLimitKeepsItsAdvice) {
    serve(Act::rate_limit);
    const auto done = attempt(R"({"model":"m","messages":[{"role":"user","content":"hi"}]})");
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().fault, Fault::upstream_rate_limit);
    EXPECT_EQ(done.error().retry_after, std::chrono::seconds(7));
    EXPECT_THAT(one_->exchange.outcome.passed_fields.text(), HasSubstr("retry-after: 7\r\n"));
    EXPECT_THAT(one_->exchange.outcome.passed_fields.text(), HasSubstr("x-ratelimit-remaining-requests: 0\r\n"));
}

TEST_F(AttemptTest, AFailureTellsTheClientNothingOfTheServer) {
    serve(Act::fail);
    EXPECT_EQ(attempt(R"({"model":"m","messages":[{"role":"user","content":"hi"}]})").error().fault,
              Fault::upstream_failed);
    EXPECT_TRUE(one_->exchange.outcome.passed_fields.empty());
}

TEST_F(AttemptTest, AnEngineThatIsNotThereYetIsNotReady) {
    serve(Act::json);
    attempt(R"({"model":"m","messages":[{"role":"user","content":"hi"}]})");
    one_->exchange.outcome.endpoint->state->origin = std::shared_ptr<const net::Origin>();
    EXPECT_EQ(it_.run(Attempt(it_.worker, one_->exchange).run()).error().fault, Fault::not_ready);
}

TEST_F(AttemptTest, NothingOfAFailedAttemptStays) {
    serve(Act::fail);
    attempt(R"({"model":"m","messages":[{"role":"user","content":"hi"}]})");
    Outcome& outcome = one_->exchange.outcome;
    outcome.usage.emplace();
    outcome.estimated_tokens = 5;
    outcome.text = "half";
    outcome.first_token_at = it_.worker.now();
    outcome.passed_fields.add("retry-after", "1");
    EXPECT_FALSE(it_.run(Attempt(it_.worker, one_->exchange).run()).has_value());
    EXPECT_FALSE(outcome.usage.has_value());
    EXPECT_EQ(outcome.estimated_tokens, 0u);
    EXPECT_EQ(outcome.text, "");
    EXPECT_FALSE(outcome.first_token_at.has_value());
    EXPECT_TRUE(outcome.passed_fields.empty());
}

TEST_F(AttemptTest, TheStatusOfARefusalCountsEvenIfItsBodyBreaksOff) {
    servers_.reset();
    const testing::ScriptedUpstream upstream(
        testing::answers_and_closes("HTTP/1.1 429 Slow Down\r\nretry-after: 3\r\ncontent-length: 100\r\n\r\n{\"err"));
    const auto generation = make_generation(
        {.models = {model_for_test("m", models::Tier::small, {}, {upstream.url() + "/v1"})}}, it_.names);
    ExchangeForTest one(generation, R"({"model":"m","messages":[{"role":"user","content":"hi"}]})");
    one.read().at(0);
    const auto done = it_.run(Attempt(it_.worker, one.exchange).run());
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().fault, Fault::upstream_rate_limit);
    EXPECT_EQ(done.error().retry_after, std::chrono::seconds(3));
}

TEST_F(AttemptTest, RetryAfterIsTakenOnlyAsSeconds) {
    struct Row {
        std::string value;
        std::optional<std::chrono::seconds> seconds;
    };
    for (const Row& row :
         {Row{"0", std::chrono::seconds(0)}, Row{"120", std::chrono::seconds(120)}, Row{"", {}}, Row{"-1", {}},
          Row{"1.5", {}}, Row{"Wed, 21 Oct 2026 07:28:00 GMT", {}}, Row{"99999999999999999999", {}}}) {
        SCOPED_TRACE(row.value);
        const testing::ScriptedUpstream upstream(testing::answers_and_closes(
            "HTTP/1.1 429 X\r\nretry-after: " + row.value + "\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"));
        ExchangeForTest one(
            make_generation({.models = {model_for_test("m", models::Tier::small, {}, {upstream.url()})}}, it_.names),
            R"({"model":"m","messages":[{"role":"user","content":"hi"}]})");
        one.read().at(0);
        EXPECT_EQ(it_.run(Attempt(it_.worker, one.exchange).run()).error().retry_after, row.seconds);
    }
}

}  // namespace
}  // namespace greeninfer::pipeline
