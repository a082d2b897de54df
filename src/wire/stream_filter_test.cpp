#include "wire/stream_filter.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "wire/cuts_for_test.hpp"
#include "wire/golden_for_test.hpp"
#include "wire/json_tree_for_test.hpp"

namespace greeninfer::wire {
namespace {

using Reads = std::vector<std::string>;

struct Filtered {
    std::string out;
    StreamState state = StreamState::holding;
    std::optional<Usage> usage;
    std::uint64_t content_events = 0;
    std::optional<Fault> fault;

    bool operator==(const Filtered&) const = default;
};

Filtered filtered(const Reads& reads, bool client_wants_usage = false, std::size_t max_event_bytes = 4096) {
    StreamFilter filter({.client_wants_usage = client_wants_usage,
                         .max_event_bytes = max_event_bytes,
                         .receipt = [](const Usage&) { return std::string(R"({"tier":"small"})"); }});
    Filtered result;
    for (const std::string& read : reads) filter.feed(read, result.out);
    filter.finish(result.out);
    result.state = filter.state();
    result.usage = filter.usage();
    result.content_events = filter.content_events();
    if (filter.error()) result.fault = filter.error()->error.fault;
    return result;
}

Filtered filtered(const std::string& stream, bool client_wants_usage = false) {
    return filtered(Reads{stream}, client_wants_usage);
}

std::string event(std::string_view data) {
    return fmt::format("data: {}\n\n", data);
}

std::string chunk(std::string_view choices, std::string_view more = "") {
    return event(fmt::format(R"({{"id":"c1","object":"chat.completion.chunk","choices":{}{}}})", choices, more));
}

std::string delta(std::string_view members, std::string_view finish_reason = "null", std::string_view more = "") {
    return chunk(fmt::format(R"([{{"index":0,"delta":{{{}}},"finish_reason":{}}}])", members, finish_reason), more);
}

const std::string kRole = delta(R"("role":"assistant","content":"")");
const std::string kText = delta(R"("content":"Hi")");
const std::string kFinish = delta("", R"("stop")");
const std::string kDone = "data: [DONE]\n\n";
constexpr std::string_view kUsage = R"({"prompt_tokens":3,"completion_tokens":2,"total_tokens":5})";

std::string with_usage(std::string_view usage) {
    return fmt::format(R"(,"usage":{})", usage);
}

struct Shape {
    const char* name;
    std::string stream;
    std::optional<std::uint64_t> completion_tokens;
};

const Shape kShapes[] = {
    {"usage in a chunk of its own",
     delta(R"("role":"assistant","content":"")", "null", with_usage("null")) +
         delta(R"("content":"Hi")", "null", with_usage("null")) + delta("", R"("stop")", with_usage("null")) +
         chunk("[]", with_usage(kUsage)) + kDone,
     2},
    {"usage on the finish chunk", kRole + kText + delta("", R"("stop")", with_usage(kUsage)) + kDone, 2},
    {"usage with null choices", kRole + kText + kFinish + chunk("null", with_usage(kUsage)) + kDone, 2},
    {"no usage", kRole + kText + kFinish + kDone, std::nullopt},
    {"usage on every chunk",
     delta(R"("role":"assistant")", "null", with_usage(R"({"prompt_tokens":3,"completion_tokens":0})")) +
         delta(R"("content":"Hi")", "null", with_usage(R"({"prompt_tokens":3,"completion_tokens":1})")) +
         delta("", R"("stop")", with_usage(R"({"prompt_tokens":3,"completion_tokens":2})")) +
         chunk("[]", with_usage(kUsage)) + kDone,
     2},
};

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

const std::string kErrorEvent = event(R"({"error":{"message":"out of memory on 10.0.0.7","code":500}})");

TEST(StreamFilter, ErrorBeforeContentIsReportedAndNotForwarded) {
    for (const std::string& error :
         {kErrorEvent, "event: error\n" + event(R"({"message":"x"})"), std::string(R"({"error":{"message":"x"}})")}) {
        const Filtered result = filtered(kRole + error);
        EXPECT_EQ(result.out, "");
        EXPECT_EQ(result.state, StreamState::failed);
        EXPECT_EQ(result.fault, Fault::upstream_failed);
    }
}

TEST(StreamFilter, ErrorAfterContentEndsTheStreamInOurWords) {
    StreamFilter filter({});
    std::string out;
    filter.feed(kText + kErrorEvent + kText + kDone, out);
    EXPECT_EQ(out, kText + event(R"({"error":{"message":"The model server failed.","type":"server_error",)"
                                 R"("param":null,"code":"upstream_error"}})"));
    EXPECT_EQ(filter.state(), StreamState::failed);
    EXPECT_EQ(filter.error().value().raw_message, "out of memory on 10.0.0.7");
}

TEST(StreamFilter, NullErrorIsNoError) {
    const std::string stream = kText + delta(R"("content":"x")", "null", R"(,"error":null)");
    EXPECT_EQ(filtered(stream + kDone).out, stream);
}

TEST(StreamFilter, EndWithoutDoneIsACut) {
    EXPECT_EQ(filtered(kText + kText).state, StreamState::cut);
    EXPECT_EQ(filtered(kText + kText).fault, Fault::upstream_failed);
    EXPECT_EQ(filtered(kRole).fault, Fault::upstream_unreachable);
    EXPECT_EQ(filtered("").state, StreamState::cut);
    EXPECT_EQ(filtered(kText + "data: {\"choices\":[{\"del").out, kText);
}

TEST(StreamFilter, DoneNeedsNoBlankLineAtTheEnd) {
    for (const char* done : {"data: [DONE]", "data: [DONE]\n", "data:[DONE]\r\n\r\n"}) {
        EXPECT_EQ(filtered(kText + done).state, StreamState::done) << done;
    }
}

TEST(StreamFilter, IgnoresWhatComesAfterDone) {
    const Filtered result = filtered(Reads{kText + kDone + kText, kErrorEvent, "<html>"});
    EXPECT_EQ(result.out, kText);
    EXPECT_EQ(result.state, StreamState::done);
}

TEST(StreamFilter, AnEmptyAnswerIsAnAnswerButNothingIsNot) {
    EXPECT_EQ(filtered(kRole + kDone).out, kRole);
    EXPECT_EQ(filtered(kRole + kDone).state, StreamState::done);
    EXPECT_EQ(filtered(": ping\n\n" + kDone).state, StreamState::failed);
}

TEST(StreamFilter, RefusesWhatIsNoEventStream) {
    for (const char* stream : {"<html>\n\n</html>", "Bad gateway\r\n\r\n", "data: not JSON\n\n", "data: [1]\n\n"}) {
        SCOPED_TRACE(stream);
        const Filtered result = filtered(stream);
        EXPECT_EQ(result.state, StreamState::failed);
        EXPECT_EQ(result.out, "");
    }
}

TEST(StreamFilter, BoundsEventsAndWhatIsHeld) {
    const std::string big = delta(fmt::format(R"("content":"{}")", std::string(5000, 'x')));
    EXPECT_EQ(filtered(big).state, StreamState::failed);
    EXPECT_EQ(filtered(Reads(100, ": " + std::string(50, 'x') + "\n\n")).state, StreamState::failed);
    const Filtered late = filtered(Reads{kText, big});
    EXPECT_TRUE(late.out.starts_with(kText + "data: {\"error\":"));
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

std::string arbitrary_stream() {
    const std::vector<std::string> pieces = {kRole,
                                             kText,
                                             kFinish,
                                             delta(R"("content":"x")", "null", with_usage("null")),
                                             chunk("[]", with_usage(kUsage)),
                                             delta("", R"("stop")", with_usage(kUsage)),
                                             ": ping\n\n",
                                             "id: 7\n" + kText,
                                             "\n",
                                             "event: x\n\n",
                                             kErrorEvent,
                                             kDone,
                                             "data: {\"choices\":\ndata: [], \"usage\":null}\n\n",
                                             "<p>\n\n"};
    std::string stream;
    for (const auto& piece : *rc::gen::container<Reads>(rc::gen::elementOf(pieces))) stream += piece;
    static const std::vector<std::string> line_ends = {"\n", "\r\n", "\r"};
    return with_line_ends(stream, *rc::gen::elementOf(line_ends));
}

TEST(StreamFilter, CutsChangeNothing) {
    EXPECT_TRUE(rc::check([] {
        const std::string stream = arbitrary_stream();
        const bool client_wants_usage = *rc::gen::arbitrary<bool>();
        const auto limit = *rc::gen::inRange<std::size_t>(20, 600);
        const Filtered whole = filtered(Reads{stream}, client_wants_usage, limit);
        RC_ASSERT(filtered(cut_arbitrarily(stream), client_wants_usage, limit) == whole);
    }));
}

TEST(StreamFilter, EveryCutOfEveryShapeChangesNothing) {
    for (const Shape& shape : kShapes) {
        SCOPED_TRACE(shape.name);
        for (const std::string_view line_end : {"\n", "\r\n", "\r"}) {
            const std::string stream = with_line_ends(shape.stream, line_end);
            const Filtered whole = filtered(stream);
            for (std::size_t offset = 0; offset <= stream.size(); ++offset) {
                ASSERT_EQ(filtered(cut_at(stream, offset)), whole) << offset;
            }
            EXPECT_EQ(filtered(cut_bytewise(stream)), whole);
        }
    }
}

}  // namespace
}  // namespace greeninfer::wire
