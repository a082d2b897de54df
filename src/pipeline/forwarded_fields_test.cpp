#include "pipeline/forwarded_fields.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/exchange_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string sent_upstream(const ExchangeForTest::Fields& fields, const fleet::Endpoint& endpoint = {}) {
    ExchangeForTest one(nullptr, "{}", fields);
    return std::string(fields_for_upstream(one.exchange, endpoint).text());
}

TEST(FieldsForUpstream, WhatBelongsToTheConnectionOrTheGatewayStaysBehind) {
    for (const std::string name :
         {"host", "connection", "content-length", "content-type", "transfer-encoding", "keep-alive", "te", "trailer",
          "upgrade", "expect", "accept-encoding", "proxy-connection", "proxy-authorization", "Proxy-Anything",
          "forwarded", "x-forwarded-for", "X-Forwarded-Proto", "x-greeninfer-model", "origin"}) {
        SCOPED_TRACE(name);
        EXPECT_THAT(sent_upstream({{name, "secret-value"}}), Not(HasSubstr("secret-value")));
    }
}

TEST(FieldsForUpstream, TheClientsCredentialsAndCookiesStayBehind) {
    for (const std::string name : {"authorization", "Authorization", "x-api-key", "api-key", "cookie", "COOKIE"}) {
        SCOPED_TRACE(name);
        EXPECT_THAT(sent_upstream({{name, "sk-client"}}), Not(HasSubstr("sk-client")));
    }
}

TEST(FieldsForUpstream, WhatTheApplicationSetPassesThrough) {
    for (const std::string name :
         {"traceparent", "tracestate", "idempotency-key", "openai-organization", "anthropic-version", "anthropic-beta",
          "user-agent", "accept", "x-stainless-retry-count", "x-own-header", "x-forwarded", "proxy"}) {
        SCOPED_TRACE(name);
        EXPECT_THAT(sent_upstream({{name, "the value"}}), HasSubstr(name + ": the value\r\n"));
    }
}

TEST(FieldsForUpstream, WhatAnyConnectionFieldNamesStaysBehind) {
    const std::string text = sent_upstream({{"Connection", "keep-alive, X-Hop"},
                                            {"connection", "x-other"},
                                            {"x-hop", "one"},
                                            {"x-other", "two"},
                                            {"x-stays", "three"}});
    EXPECT_THAT(text, Not(HasSubstr("one")));
    EXPECT_THAT(text, Not(HasSubstr("two")));
    EXPECT_THAT(text, HasSubstr("x-stays: three\r\n"));
}

TEST(FieldsForUpstream, TheGatewaySetsItsOwn) {
    const std::string text = sent_upstream(
        {{"x-request-id", "evil id"}, {"x-client-request-id", "evil id"}, {"content-type", "text/plain"}});
    EXPECT_EQ(text, "content-type: application/json\r\naccept-encoding: identity\r\nx-request-id: req_1\r\n");
}

TEST(FieldsForUpstream, TheEndpointsKeyIsSentInPlaceOfTheClients) {
    fleet::Endpoint endpoint;
    endpoint.api_key = std::make_shared<const config::Secret>("sk-endpoint");
    const std::string text = sent_upstream({{"authorization", "Bearer sk-client"}}, endpoint);
    EXPECT_THAT(text, HasSubstr("authorization: Bearer sk-endpoint\r\n"));
    EXPECT_THAT(text, Not(HasSubstr("sk-client")));
}

TEST(FieldsForClient, OnlyWhatIsMeantForItPassesDown) {
    struct Row {
        std::string name;
        bool passes;
    };
    const std::vector<Row> rows = {
        {"retry-after", true},
        {"Retry-After-Ms", true},
        {"x-should-retry", true},
        {"x-ratelimit-remaining-tokens", true},
        {"X-RateLimit-Reset-Requests", true},
        {"anthropic-ratelimit-unified-status", true},
        {"openai-processing-ms", true},
        {"openai-", false},
        {"set-cookie", false},
        {"server", false},
        {"via", false},
        {"date", false},
        {"content-length", false},
        {"transfer-encoding", false},
        {"x-request-id", false},
        {"access-control-allow-origin", false},
        {"x-greeninfer-model", false},
        {"x-envoy-upstream-service-time", false},
        {"strict-transport-security", false},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        net::ResponseHead upstream;
        upstream.fields.add(row.name, "1");
        net::FieldLines out;
        const ExchangeForTest one(nullptr, "{}");
        add_fields_for_client(one.exchange, upstream, out);
        EXPECT_EQ(out.text(), row.passes ? row.name + ": 1\r\n" : "");
    }
}

TEST(FieldsForClient, AModelServersRateLimitsAreNotThoseOfALimitedClient) {
    ExchangeForTest one(nullptr, "{}");
    one.exchange.rate_limited = true;
    net::ResponseHead upstream;
    upstream.fields.add("x-ratelimit-remaining-tokens", "1");
    upstream.fields.add("retry-after", "2");
    net::FieldLines out;
    add_fields_for_client(one.exchange, upstream, out);
    EXPECT_EQ(out.text(), "retry-after: 2\r\n");
}

}  // namespace
}  // namespace greeninfer::pipeline
