#include "wire/stream_filter.hpp"

#include <gtest/gtest.h>

#include "wire/golden_for_test.hpp"
#include "wire/json_tree_for_test.hpp"
#include "wire/stream_pieces_for_test.hpp"

namespace greeninfer::wire {
namespace {

TEST(StreamFilter, UsageShapes) {
    std::string golden;
    for (const Shape& shape : kShapes) {
        SCOPED_TRACE(shape.name);
        const Filtered stripped = filtered(shape.stream);
        const Filtered kept = filtered(shape.stream, true);
        EXPECT_EQ(stripped.usage ? stripped.usage->completion_tokens : std::nullopt, shape.completion_tokens);
        EXPECT_EQ(kept.usage, stripped.usage);
        EXPECT_EQ(stripped.state, StreamState::done);
        EXPECT_FALSE(stripped.out.contains("usage") || stripped.out.contains("[DONE]"));
        golden += fmt::format("== {}\n-- from the server\n{}-- to a client that did not ask\n{}-- to one that did\n{}",
                              shape.name, shape.stream, stripped.out, kept.out);
    }
    expect_golden("usage_shapes.txt", golden);
}

TEST(StreamFilter, ForwardsUneditedEventsByteForByte) {
    const std::string stream = ": hello\n\n" + kRole +
                               "data:  {\"choices\" : [{\"delta\":{\"content\":\"ü\"}}]}\r\n\r\n" +
                               ": ping\n\nevent: message\n" + kText + kFinish;
    EXPECT_EQ(filtered(stream + kDone).out, stream);
}

struct Content {
    const char* name;
    std::string event;
    bool commits;
};

const Content kContents[] = {
    {"role only", kRole, false},
    {"role and null", delta(R"("role":"assistant","content":null,"refusal":null,"tool_calls":[])"), false},
    {"no choices", chunk("[]", R"(,"prompt_filter_results":[{"index":0}])"), false},
    {"null usage", chunk("null", with_usage("null")), false},
    {"comment", ": ping\n\n", false},
    {"empty text", chunk(R"([{"text":"","logprobs":null,"finish_reason":null}])"), false},
    {"empty logprobs", chunk(R"([{"delta":{},"logprobs":{"content":[]}}])"), false},
    {"content", kText, true},
    {"text", chunk(R"([{"text":"x"}])"), true},
    {"reasoning_content", delta(R"("reasoning_content":"x")"), true},
    {"reasoning", delta(R"("reasoning":"x")"), true},
    {"refusal", delta(R"("refusal":"x")"), true},
    {"tool call", delta(R"("tool_calls":[{"index":0,"id":"t"}])"), true},
    {"function call", delta(R"("function_call":{"name":"f"})"), true},
    {"audio", delta(R"("audio":{"data":"x"})"), true},
    {"logprobs", chunk(R"([{"delta":{},"logprobs":{"content":[{"token":"x"}]}}])"), true},
    {"finish", kFinish, true},
    {"second choice", chunk(R"([{"index":0,"delta":{}},{"index":1,"delta":{"content":"x"}}])"), true},
};

TEST(StreamFilter, CommitsAtTheFirstContent) {
    for (const Content& row : kContents) {
        SCOPED_TRACE(row.name);
        StreamFilter filter({});
        std::string out;
        filter.feed(row.event, out);
        EXPECT_EQ(filter.committed(), row.commits);
        EXPECT_EQ(out, row.commits ? row.event : "");
        filter.feed(kText, out);
        EXPECT_TRUE(out.ends_with(kText) && out.size() > kText.size()) << "what was held goes first";
    }
}

TEST(StreamFilter, CountsContentEvents) {
    EXPECT_EQ(filtered(kRole + kText + kText + kText + kFinish + kDone).content_events, 3U);
    EXPECT_EQ(filtered(kRole + kDone).content_events, 0U);
}

TEST(StreamFilter, StripsNullUsageWhereverItStands) {
    const std::string text = R"("choices":[{"delta":{"content":"Hi"}}])";
    for (const std::string& stream : {event("{" + text + R"(,"usage":null})"), event(R"({"usage":null,)" + text + "}"),
                                      event("{" + text + R"( , "usage" : null , "obfuscation":"x"})"),
                                      event(R"({ "usage": null , )" + text + "}")}) {
        const Filtered result = filtered(kText + stream + kDone);
        ASSERT_TRUE(result.out.starts_with(kText));
        const JsonTree tree = parse_tree(std::string_view(result.out).substr(kText.size() + 6));
        EXPECT_EQ(result.out.contains("usage"), false) << result.out;
        EXPECT_EQ(print_tree(tree), "{" + text + (stream.contains("obfuscation") ? R"(,"obfuscation":"x"})" : "}"));
    }
}

TEST(StreamFilter, LeavesTheWordUsageInTextsAlone) {
    const std::string stream = kText + delta(R"("content":"usage")") + delta(R"("content":"\"usage\":null}")") +
                               delta(R"("content":"x"}, "x":{"usage":null)") + delta(R"("content":"error")");
    EXPECT_EQ(filtered(stream + kDone).out, stream);
}

TEST(StreamFilter, ReceiptGoesWithTheUsageTheClientAskedFor) {
    const std::string usage = chunk("[]", with_usage(kUsage));
    const Filtered result = filtered(kText + usage + kDone, true);
    EXPECT_EQ(result.out, kText + chunk("[]", with_usage(kUsage) + R"(,"greeninfer":{"tier":"small"})"));
}

TEST(StreamFilter, NoReceiptLeavesTheUsageChunkAsItIs) {
    StreamFilter filter({.client_wants_usage = true});
    std::string out;
    const std::string stream = kText + chunk("[]", with_usage(kUsage));
    filter.feed(stream + kDone, out);
    EXPECT_EQ(out, stream);
}

TEST(StreamFilter, KeepsCachedTokensApart) {
    for (const auto& [details, state] :
         {std::pair{"", CachedTokens::State::absent},
          std::pair{R"(,"prompt_tokens_details":{"cached_tokens":null})", CachedTokens::State::null},
          std::pair{R"(,"prompt_tokens_details":{"cached_tokens":0})", CachedTokens::State::known}}) {
        const std::string usage = fmt::format(R"({{"prompt_tokens":3{}}})", details);
        EXPECT_EQ(filtered(kText + chunk("[]", with_usage(usage)) + kDone).usage.value().cached_tokens.state, state);
    }
}

TEST(StreamFilter, CleansLinesThatBreakClients) {
    const std::string stream =
        "retry: 5\n\nid: 1\n" + kText + "event: x\n\n" + "id: 2\ndata: {\"choices\":[],\ndata: \"x\":1}\n\n";
    EXPECT_EQ(filtered(stream + kDone).out, kText + event(R"({"choices":[], "x":1})"));
}

TEST(StreamFilter, GivesEachTokenWithItsLastByte) {
    StreamFilter filter({});
    std::string out;
    filter.feed(kText, out);
    for (int token = 0; token < 5; ++token) {
        out.clear();
        filter.feed(kText.substr(0, 20), out);
        EXPECT_EQ(out, "");
        filter.feed(kText.substr(20), out);
        EXPECT_EQ(out, kText);
    }
}

}  // namespace
}  // namespace greeninfer::wire
