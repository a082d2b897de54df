#include "wire/check_reply.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace greeninfer::wire {
namespace {

std::string reply_with(std::string_view content, std::string_view log_probabilities) {
    return R"({"choices":[{"index":0,"message":{"role":"assistant","content":")" + std::string(content) +
           R"("},"logprobs":)" + std::string(log_probabilities) + "}]}";
}

std::string alternatives(std::string_view entries) {
    return R"({"content":[{"token":"x","logprob":-0.1,"top_logprobs":[)" + std::string(entries) + "]}]}";
}

struct Row {
    std::string_view name;
    std::string content;
    std::string log_probabilities;
    std::optional<double> p_yes;
    std::optional<bool> said_yes;
    bool has_log_probabilities;
};

void expect_near(std::optional<double> actual, std::optional<double> expected) {
    ASSERT_EQ(actual.has_value(), expected.has_value());
    if (actual && expected) EXPECT_NEAR(*actual, *expected, 1e-6);
}

TEST(CheckReply, ReadsWhatServersSay) {
    const std::string both =
        alternatives(R"({"token":"YES","logprob":-0.2231435513},{"token":"NO","logprob":-1.6094379124})");
    // clang-format off
    const std::vector<Row> rows = {
        {"plain", "YES", both, 0.8, true, true},
        {"variants add up", "Yes",
         alternatives(R"({"token":"YES","logprob":-1.6094379124},{"token":" Yes","logprob":-1.6094379124},
                         {"token":"\u2581yes","logprob":-1.6094379124},{"token":"\u0120NO","logprob":-1.6094379124},
                         {"token":"nO","logprob":-1.6094379124},{"token":"Yesterday","logprob":-3})"), 0.6, true, true},
        {"only YES among them", "YES", alternatives(R"({"token":"YES","logprob":-0.01})"), 1.0, true, true},
        {"the chosen token alone", "NO", R"({"content":[{"token":"NO","logprob":-0.1}]})", 0.0, false, true},
        {"prose", "The", alternatives(R"({"token":"The","logprob":-0.01},{"token":"Yes","logprob":-6})"), {}, {}, true},
        {"clamped", "YES", alternatives(R"({"token":"YES","logprob":-9999},{"token":"NO","logprob":-9999})"), {}, true, true},
        {"not a number", "NO", alternatives(R"({"token":"YES","logprob":NaN},{"token":"NO","logprob":NaN})"), {}, false, true},
        {"half a number", "NO", alternatives(R"({"token":"YES","logprob":NaN},{"token":"NO","logprob":-0.1})"), 0.0, false, true},
        {"above 0", "YES", alternatives(R"({"token":"YES","logprob":2})"), {}, true, true},
        {"null numbers", "YES", alternatives(R"({"token":"YES","logprob":null})"), {}, true, true},
        {"ignored", "YES", "null", {}, true, false},
        {"empty lists", "YES", R"({"content":[]})", {}, true, false},
        {"of another shape", "YES", R"({"tokens":["YES"],"token_logprobs":[-0.1]})", {}, true, false},
        {"marked up", "**No**, it is not.", "null", {}, false, false},
        {"lower case with a stop", " yes.", "null", {}, true, false},
        {"a word that begins so", "None of it", "null", {}, {}, false},
        {"nothing", "", "null", {}, {}, false},
    };
    // clang-format on
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const CheckReply reply = read_check_reply(reply_with(row.content, row.log_probabilities));
        expect_near(reply.p_yes, row.p_yes);
        EXPECT_EQ(reply.said_yes, row.said_yes);
        EXPECT_EQ(reply.has_log_probabilities, row.has_log_probabilities);
    }
}

TEST(CheckReply, WhatIsNoReplySaysNothing) {
    for (const std::string_view text : {"", "{", "YES", "[]", R"({"choices":[]})", R"({"choices":[7]})", "{}"}) {
        SCOPED_TRACE(text);
        const CheckReply reply = read_check_reply(text);
        EXPECT_FALSE(reply.p_yes || reply.said_yes || reply.has_log_probabilities);
    }
}

}  // namespace
}  // namespace greeninfer::wire
