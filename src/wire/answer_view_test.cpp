#include "wire/answer_view.hpp"

#include <gtest/gtest.h>

namespace greeninfer::wire {
namespace {

AnswerView view_of(std::string_view choice) {
    const auto view = read_answer_view("{\"choices\":[" + std::string(choice) + "]}");
    EXPECT_TRUE(view) << view.error().detail;
    return view.value_or(AnswerView{});
}

AnswerView with_tokens(std::string_view tokens) {
    return view_of(R"({"message":{"content":"x"},"logprobs":{"content":[)" + std::string(tokens) + "]}}");
}

TEST(AnswerView, ReadsTextReasonAndRefusal) {
    const AnswerView said = view_of(R"({"message":{"content":"a\nb"},"finish_reason":"length","logprobs":null})");
    EXPECT_EQ(said.text, "a\nb");
    EXPECT_EQ(said.finish_reason, "length");
    EXPECT_FALSE(said.has_refusal);
    EXPECT_FALSE(said.has_log_probabilities_member);
    EXPECT_TRUE(view_of(R"({"message":{"content":null,"refusal":"No."}})").has_refusal);
    EXPECT_EQ(view_of(R"({"text":"completed"})").text, "completed");
    EXPECT_EQ(view_of("{}").text, "");
}

TEST(AnswerView, ReadsToolCalls) {
    const AnswerView good = view_of(
        R"({"message":{"content":null,"tool_calls":[{"function":{"name":"f","arguments":"{\"a\":1}"}},{"function":{"arguments":""}}]}})");
    EXPECT_EQ(good.tool_calls, 2u);
    EXPECT_FALSE(good.has_broken_arguments);
    const AnswerView broken =
        view_of(R"({"message":{"tool_calls":[{"function":{"name":"f","arguments":"{\"a\":"}}]}})");
    EXPECT_TRUE(broken.has_broken_arguments);
    EXPECT_TRUE(view_of(R"({"message":{"function_call":{"arguments":"{"}}})").has_broken_arguments);
    EXPECT_EQ(view_of(R"({"message":{"function_call":null,"tool_calls":null}})").tool_calls, 0u);
}

TEST(AnswerView, SummarisesSoundLogProbabilities) {
    const AnswerView view = with_tokens(R"({"logprob":-0.5},{"logprob":-1.5},{"logprob":0})");
    ASSERT_TRUE(view.log_probabilities);
    EXPECT_NEAR(view.log_probabilities.value_or(LogProbabilitySummary{}).mean, -2.0 / 3, 1e-9);
    EXPECT_EQ(view.log_probabilities.value_or(LogProbabilitySummary{}).least, -1.5);
    EXPECT_EQ(view.log_probabilities.value_or(LogProbabilitySummary{}).tokens, 3u);
}

TEST(AnswerView, UnsoundLogProbabilitiesAreNone) {
    for (const std::string_view tokens :
         {"", R"({"logprob":-9999})", R"({"logprob":-0.1},{"logprob":null})", R"({"logprob":3})", R"({"token":"a"})",
          R"({"logprob":"-1"})", "7", R"({"logprob":-0.1},{"logprob":-9999.0})"}) {
        SCOPED_TRACE(tokens);
        EXPECT_FALSE(with_tokens(tokens).log_probabilities);
        EXPECT_TRUE(with_tokens(tokens).has_log_probabilities_member);
    }
    EXPECT_FALSE(view_of(R"({"message":{"content":"x"},"logprobs":{"content":null}})").log_probabilities);
}

TEST(AnswerView, WhatIsNoReplyFails) {
    for (const std::string_view reply : {"", "{", "[]", "7", R"({"choices":[]})", R"({"choices":null})", "{}"}) {
        EXPECT_EQ(read_answer_view(reply).error().fault, Fault::upstream_failed) << reply;
    }
}

TEST(AnswerView, TellsJson) {
    for (const std::string_view json : {"{}", "[1]", " {\"a\":1}\n", "7"}) EXPECT_TRUE(is_whole_json(json)) << json;
    for (const std::string_view other : {"", "{", "{} {}", "Here is it: {}", "```json\n{}\n```"}) {
        EXPECT_FALSE(is_whole_json(other)) << other;
    }
}

}  // namespace
}  // namespace greeninfer::wire
