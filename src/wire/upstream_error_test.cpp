#include "wire/upstream_error.hpp"

#include <gtest/gtest.h>

namespace greeninfer::wire {
namespace {

struct Row {
    const char* name;
    int status;
    std::string_view body;
    Fault fault;
    std::string_view shown;
    std::string_view field = {};
};

constexpr std::string_view kFailed = "The model server failed.";
constexpr const char* kDenied = "The model server refused the gateway: its key or model name is wrong there.";
constexpr std::string_view kLimited = "The model server is rate limited. Try again later.";

const Row kRows[] = {
    {"bad parameter", 400, R"({"error":{"message":"'top_p' must be below 1.","param":"top_p","code":null}})",
     Fault::upstream_rejected, "'top_p' must be below 1.", "top_p"},
    {"unprocessable", 422, R"({"detail":"bad input"})", Fault::upstream_rejected, "bad input"},
    {"text for an error", 400, R"({"error":"no such field"})", Fault::upstream_rejected, "no such field"},
    {"rejected without a word", 400, "", Fault::upstream_rejected, "The model server rejected the request."},
    {"context length", 400, R"({"error":{"message":"too long","code":"context_length_exceeded"}})",
     Fault::context_too_long, "too long"},
    {"context length of llama.cpp", 400,
     R"({"error":{"code":400,"message":"2 > 1","type":"exceed_context_size_error"}})", Fault::context_too_long,
     "2 > 1"},
    {"rate limit", 429, R"({"error":{"message":"org-12 is over its limit"}})", Fault::upstream_rate_limit, kLimited},
    {"quota in a stream", 0, R"({"error":{"message":"m","type":"insufficient_quota"}})", Fault::upstream_rate_limit,
     kLimited},
    {"our key is wrong", 401, R"({"error":{"message":"Wrong key sk-…12"}})", Fault::upstream_denied, kDenied},
    {"our model name is wrong", 404, R"({"error":{"message":"no model x","code":"model_not_found"}})",
     Fault::upstream_denied, kDenied},
    {"server error", 500, R"({"error":{"message":"panic at /usr/src/a.cc"}})", Fault::upstream_failed, kFailed},
    {"time-out", 504, "<html>504</html>", Fault::upstream_timeout, "The model server did not answer in time."},
    {"HTML", 502, "<html>bad gateway 10.0.0.7</html>", Fault::upstream_failed, kFailed},
    {"status in a stream event", 0, R"({"error":{"message":"no","code":400}})", Fault::upstream_rejected, "no"},
    {"vLLM event", 0, R"({"error":{"message":"no","type":"BadRequestError","code":400}})", Fault::upstream_rejected,
     "no"},
    {"address in a rejection", 400, R"({"error":{"message":"cannot load http://10.0.0.7:9/x now"}})",
     Fault::upstream_rejected, "cannot load [redacted] now"},
};

TEST(UpstreamError, SaysItInOurWords) {
    for (const Row& row : kRows) {
        SCOPED_TRACE(row.name);
        const UpstreamError error = read_upstream_error(row.status, row.body);
        EXPECT_EQ(error.error.fault, row.fault);
        EXPECT_EQ(error.error.detail, row.shown);
        EXPECT_EQ(error.error.field, row.field);
    }
}

TEST(UpstreamError, KeepsTheServersWordsForTheLog) {
    EXPECT_EQ(read_upstream_error(500, R"({"error":{"message":"panic at node-7"}})").raw_message, "panic at node-7");
    EXPECT_EQ(read_upstream_error(502, "<html>").raw_message, "<html>");
    EXPECT_EQ(read_upstream_error(500, std::string(5000, 'x')).raw_message.size(), 2000U);
}

TEST(UpstreamError, TakesAddressesOut) {
    EXPECT_EQ(without_addresses("at 10.1.2.3, [::1]:80 node-7:8000 http://x/ localhost a.svc /root/x end"),
              "at [redacted] [redacted] [redacted] [redacted] [redacted] [redacted] [redacted] end");
    for (const char* harmless : {"version 1.2.3 at 12:30", "max_tokens: 4096", "'n' must be 1", "a/b \n c", ""}) {
        EXPECT_EQ(without_addresses(harmless), harmless);
    }
}

}  // namespace
}  // namespace greeninfer::wire
