#include "api/answer.hpp"

#include <gtest/gtest.h>

#include "api/server_exchange_for_test.hpp"
#include "pipeline/worker_for_test.hpp"

namespace greeninfer::api {
namespace {

using wire::Dialect;

class AnswerTest : public ::testing::Test {
protected:
    ServerExchangeForTest& send(const Error& error, Dialect dialect = Dialect::openai,
                                const net::FieldLines& upstream_fields = {}) {
        out_ = std::make_unique<ServerExchangeForTest>("POST", "/v1/chat/completions");
        EXPECT_TRUE(it_.run(send_error(*out_, envelope_, dialect, error, upstream_fields)).has_value());
        return *out_;
    }

    pipeline::WorkerForTest it_;
    Envelope envelope_{.request_id = "req_1", .fields = {}};
    std::unique_ptr<ServerExchangeForTest> out_;
};

TEST_F(AnswerTest, ABodyCarriesItsTypeAndTheRequestsId) {
    ServerExchangeForTest out("GET", "/health");
    envelope_.fields.add("vary", "origin");
    ASSERT_TRUE(it_.run(send_body(out, envelope_, 200, "text/plain", "hello")).has_value());
    EXPECT_EQ(out.status, 200u);
    EXPECT_EQ(out.answer, "hello");
    EXPECT_EQ(out.fields, "content-type: text/plain\r\nx-request-id: req_1\r\nvary: origin\r\n");
}

TEST_F(AnswerTest, AnErrorHasTheShapeAndStatusOfItsDialect) {
    const Error error{.fault = Fault::field_out_of_range, .detail = "too much", .field = "max_tokens"};
    EXPECT_EQ(send(error).status, 400u);
    EXPECT_EQ(out_->answer,
              R"({"error":{"message":"too much","type":"invalid_request_error","param":"max_tokens","code":null}})");
    EXPECT_EQ(send(error, Dialect::native).status, 422u);
    EXPECT_EQ(out_->answer,
              R"({"error":{"message":"too much","type":"invalid_request_error","code":null,"field":"max_tokens"}})");
    EXPECT_TRUE(out_->has("content-type: application/json"));
    EXPECT_TRUE(out_->has("x-request-id: req_1"));
}

TEST_F(AnswerTest, AdviceFitsTheError) {
    struct Row {
        std::string_view name;
        Error error;
        std::string_view line;
    };
    const std::vector<Row> rows = {
        {"seconds",
         {.fault = Fault::not_ready, .detail = "", .retry_after = std::chrono::seconds(7)},
         "retry-after: 7"},
        {"limit",
         {.fault = Fault::too_many_requests, .detail = "", .retry_after = std::chrono::seconds(1)},
         "retry-after: 1"},
        {"retried here", {.fault = Fault::upstream_unreachable, .detail = ""}, "x-should-retry: false"},
        {"retried here", {.fault = Fault::upstream_failed, .detail = ""}, "x-should-retry: false"},
        {"retried here", {.fault = Fault::upstream_timeout, .detail = ""}, "x-should-retry: false"},
        {"key", {.fault = Fault::unauthenticated, .detail = ""}, "www-authenticate: Bearer"},
        {"method", {.fault = Fault::method_not_allowed, .detail = "", .field = "GET, HEAD"}, "allow: GET, HEAD"},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.line);
        EXPECT_TRUE(send(row.error).has(row.line)) << out_->fields;
    }
}

TEST_F(AnswerTest, ThereIsNoAdviceWithoutAReason) {
    send({.fault = Fault::invalid_request, .detail = ""});
    EXPECT_EQ(out_->fields, "content-type: application/json\r\nx-request-id: req_1\r\n");
    EXPECT_FALSE(send({.fault = Fault::too_many_requests, .detail = ""}).fields.contains("retry-after"));
}

TEST_F(AnswerTest, AModelServersAdviceReplacesOurs) {
    net::FieldLines upstream;
    upstream.add("retry-after", "33");
    upstream.add("x-ratelimit-remaining-tokens", "0");
    const Error error{.fault = Fault::upstream_rate_limit, .detail = "", .retry_after = std::chrono::seconds(33)};
    EXPECT_EQ(send(error, Dialect::openai, upstream).status, 429u);
    EXPECT_TRUE(out_->has("retry-after: 33"));
    EXPECT_TRUE(out_->has("x-ratelimit-remaining-tokens: 0"));
    EXPECT_EQ(out_->fields.find("retry-after"), out_->fields.rfind("retry-after")) << "said once";
}

}  // namespace
}  // namespace greeninfer::api
