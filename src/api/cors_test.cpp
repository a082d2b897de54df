#include "api/cors.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/generation_for_test.hpp"

namespace greeninfer::api {
namespace {

using testing::HasSubstr;
using testing::Not;

net::RequestHead head_with(std::string method, const std::vector<std::pair<std::string, std::string>>& fields) {
    net::RequestHead head;
    head.method = std::move(method);
    for (const auto& [name, value] : fields) head.fields.add(name, value);
    return head;
}

std::string cors_fields(const std::vector<std::string>& origins, const net::RequestHead& head) {
    telemetry::LabelNames names;
    const auto generation = pipeline::make_generation({.cors_origins = origins}, names);
    net::FieldLines out;
    add_cors_fields(*generation, head, out);
    return std::string(out.text());
}

TEST(Cors, OnlyListedOriginsMayRead) {
    struct Row {
        std::string_view name;
        std::vector<std::string> listed;
        std::string origin;
        bool allowed;
    };
    const std::vector<Row> rows = {
        {"listed", {"https://a.example", "https://b.example:8443"}, "https://b.example:8443", true},
        {"any", {"*"}, "https://whoever.example", true},
        {"not listed", {"https://a.example"}, "https://b.example", false},
        {"another port", {"https://a.example"}, "https://a.example:8443", false},
        {"another scheme", {"https://a.example"}, "http://a.example", false},
        {"a longer name", {"https://a.example"}, "https://a.example.evil", false},
        {"nothing is listed", {}, "https://a.example", false},
        {"null origin", {"https://a.example"}, "null", false},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const std::string text = cors_fields(row.listed, head_with("GET", {{"origin", row.origin}}));
        EXPECT_EQ(text.contains("access-control-allow-origin: " + row.origin + "\r\n"), row.allowed);
        EXPECT_EQ(text.contains("access-control-"), row.allowed);
        EXPECT_EQ(text.contains("vary: origin\r\n"), !row.listed.empty()) << "a cache must keep origins apart";
        EXPECT_THAT(text, Not(HasSubstr("access-control-allow-methods"))) << "only a preflight asks for that";
    }
}

TEST(Cors, WithoutAnOriginNothingIsAllowed) {
    EXPECT_THAT(cors_fields({"*"}, head_with("GET", {})), Not(HasSubstr("access-control-")));
}

TEST(Cors, APreflightIsToldWhatItAskedFor) {
    const auto head = head_with("OPTIONS", {{"origin", "https://a.example"},
                                            {"access-control-request-method", "POST"},
                                            {"access-control-request-headers", "authorization, x-stainless-os"}});
    EXPECT_TRUE(is_preflight(head));
    const std::string text = cors_fields({"https://a.example"}, head);
    EXPECT_THAT(text, HasSubstr("access-control-allow-methods: GET, POST, DELETE\r\n"));
    EXPECT_THAT(text, HasSubstr("access-control-allow-headers: authorization, x-stainless-os\r\n"));
    EXPECT_THAT(text, HasSubstr("access-control-max-age: 600\r\n"));
    EXPECT_THAT(cors_fields({"https://b.example"}, head), Not(HasSubstr("access-control-")));
}

TEST(Cors, OnlyOptionsWithOriginAndMethodIsAPreflight) {
    EXPECT_FALSE(is_preflight(head_with("OPTIONS", {})));
    EXPECT_FALSE(is_preflight(head_with("OPTIONS", {{"origin", "https://a.example"}})));
    EXPECT_FALSE(is_preflight(head_with("OPTIONS", {{"access-control-request-method", "POST"}})));
    EXPECT_FALSE(
        is_preflight(head_with("POST", {{"origin", "https://a.example"}, {"access-control-request-method", "POST"}})));
}

}  // namespace
}  // namespace greeninfer::api
