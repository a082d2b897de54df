#include "wire/stream_assembler.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "wire/cuts_for_test.hpp"
#include "wire/json_tree_for_test.hpp"
#include "wire/json_writer.hpp"

namespace greeninfer::wire {
namespace {

std::string event(std::string_view data) {
    return fmt::format("data: {}\n\n", data);
}
const std::string kDone = event("[DONE]");

// Members in order of their names, so that replies compare whatever came first.
JsonTree sorted(JsonTree tree) {
    std::ranges::sort(tree.members, {}, &std::pair<std::string, JsonTree>::first);
    for (auto& [name, member] : tree.members) member = sorted(std::move(member));
    for (JsonTree& item : tree.items) item = sorted(std::move(item));
    return tree;
}

std::string assembled(const std::string& stream, RequestKind kind = RequestKind::chat) {
    StreamAssembler assembler({.kind = kind});
    assembler.feed(stream);
    assembler.finish();
    EXPECT_EQ(assembler.state(), StreamState::done);
    return assembler.reply();
}

std::string llama_event(std::string_view choices, std::string_view more = "") {
    return event(fmt::format(
        R"({{"choices":[{}],"created":7,"id":"c","model":"m","object":"chat.completion.chunk"{}}})", choices, more));
}

TEST(StreamAssembler, JoinsTheStreamOfLlamaCpp) {
    constexpr std::string_view usage = R"("usage":{"completion_tokens":2,"prompt_tokens":5,"total_tokens":7,)"
                                       R"("prompt_tokens_details":{"cached_tokens":0}},"timings":{"prompt_ms":1.25})";
    const std::string stream =
        llama_event(R"({"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}})",
                    R"(,"system_fingerprint":"b1")") +
        llama_event(R"({"finish_reason":null,"index":0,"delta":{"content":"Hel"}})") +
        llama_event(R"({"finish_reason":null,"index":0,"delta":{"content":"lo"}})") +
        llama_event(R"({"finish_reason":"stop","index":0,"delta":{}})") + llama_event("", fmt::format(",{}", usage)) +
        kDone;
    const std::string reply =
        R"({"id":"c","object":"chat.completion","created":7,"model":"m","system_fingerprint":"b1","choices":[)"
        R"({"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Hello"}}],)";
    EXPECT_EQ(sorted(parse_tree(assembled(stream))), sorted(parse_tree(fmt::format("{}{}}}", reply, usage))));
}

TEST(StreamAssembler, MergesToolCallsByIndex) {
    const auto fragment = [](std::string_view calls) {
        return event(fmt::format(R"({{"choices":[{{"index":0,"delta":{{"tool_calls":{}}}}}]}})", calls));
    };
    const std::string stream =
        fragment(R"([{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}])") +
        fragment(R"([{"index":1,"id":"b","type":"function","function":{"name":"g","arguments":"{"}}])") +
        fragment(
            R"([{"index":0,"function":{"arguments":"{\"x\""}},{"index":1,"id":"","function":{"arguments":"}"}}])") +
        fragment(R"([{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":":1}"}}])") +
        event(R"({"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]})") + kDone;
    EXPECT_EQ(parse_tree(assembled(stream)),
              parse_tree(R"({"choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[
                  {"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\":1}"}},
                  {"id":"b","type":"function","function":{"name":"g","arguments":"{}"}}]},
                  "finish_reason":"tool_calls"}]})"));
}

TEST(StreamAssembler, JoinsCompletions) {
    const auto completion = [](std::string_view choice) {
        return event(fmt::format(R"({{"object":"text_completion","choices":[{}]}})", choice));
    };
    const std::string stream =
        completion(R"({"index":0,"text":"a","logprobs":{"tokens":["a"],"text_offset":[0]}})") +
        completion(R"({"text":"b","logprobs":{"tokens":["b"],"text_offset":[1]},"finish_reason":"length"})") + kDone;
    EXPECT_EQ(sorted(parse_tree(assembled(stream, RequestKind::completion))),
              sorted(parse_tree(R"({"object":"text_completion","choices":[{"index":0,"text":"ab",
                  "logprobs":{"tokens":["a","b"],"text_offset":[0,1]},"finish_reason":"length"}]})")));
}

TEST(StreamAssembler, TellsEachPieceOfText) {
    std::vector<std::string> pieces;
    StreamAssembler assembler({.on_text = [&](std::string_view text) { pieces.emplace_back(text); }});
    for (const char* text : {"Hel", "", "lo"}) {
        assembler.feed(event(fmt::format(R"({{"choices":[{{"index":1,"delta":{{"content":"no"}}}},)"
                                         R"({{"index":0,"delta":{{"content":"{}"}}}}]}})",
                                         text)));
    }
    EXPECT_EQ(pieces, (std::vector<std::string>{"Hel", "lo"}));
    EXPECT_EQ(assembler.text(), "Hello");
    EXPECT_EQ(assembler.state(), StreamState::streaming);
}

TEST(StreamAssembler, AddsTheReceipt) {
    StreamAssembler assembler({});
    assembler.feed(event(R"({"id":"c","choices":[]})") + kDone);
    EXPECT_EQ(assembler.reply(R"({"tier":"small"})"), R"({"id":"c","choices":[],"greeninfer":{"tier":"small"}})");
}

struct Broken {
    const char* name;
    std::string stream;
    StreamState state;
    Fault fault;
};

TEST(StreamAssembler, ReportsWhatIsNoReply) {
    const std::string text = event(R"({"choices":[{"delta":{"content":"x"}}]})");
    const Broken rows[] = {
        {"nothing", "", StreamState::cut, Fault::upstream_unreachable},
        {"cut before content", event(R"({"choices":[]})"), StreamState::cut, Fault::upstream_unreachable},
        {"cut", text, StreamState::cut, Fault::upstream_failed},
        {"only done", kDone, StreamState::failed, Fault::upstream_failed},
        {"error", text + event(R"({"error":{"code":429,"message":"m"}})"), StreamState::failed,
         Fault::upstream_rate_limit},
        {"not JSON", event("{"), StreamState::failed, Fault::upstream_failed},
        {"event too long", event(std::string(400, 'x')), StreamState::failed, Fault::upstream_failed},
        {"reply too long", text + text + event(R"({"x":")" + std::string(150, 'x') + "\"}"), StreamState::failed,
         Fault::upstream_failed},
    };
    for (const Broken& row : rows) {
        SCOPED_TRACE(row.name);
        StreamAssembler assembler({.max_event_bytes = 300, .max_reply_bytes = 140});
        assembler.feed(row.stream);
        assembler.finish();
        EXPECT_EQ(assembler.state(), row.state);
        ASSERT_TRUE(assembler.error());
        EXPECT_EQ(assembler.error()->error.fault, row.fault);
    }
}

// A reply, and the events that a server would have streamed it in.
struct Split {
    JsonTree reply;
    std::vector<std::string> chunks;
};

void set_last(JsonTree& object, std::string_view name, JsonTree value) {
    object.members.emplace_back(name, std::move(value));
}

JsonTree chunk_of(const JsonTree& choice) {
    JsonTree chunk = parse_tree(R"({"id":"c","object":"chat.completion.chunk","created":1,"model":"m"})");
    JsonTree choices = JsonTree::of_array();
    choices.items.push_back(choice);
    set_last(chunk, "choices", choices);
    return chunk;
}

JsonTree choice_of(int index, JsonTree delta) {
    JsonTree choice = parse_tree(fmt::format(R"({{"index":{}}})", index));
    set_last(choice, "delta", std::move(delta));
    return choice;
}

JsonTree delta_of(std::string_view name, std::string_view text) {
    JsonTree delta = JsonTree::of_object();
    set_last(delta, name, JsonTree::of_string(text));
    return delta;
}

// Adds a choice to the reply, and its chunks in order.
void add_choice(int index, JsonTree& choices, std::vector<std::vector<std::string>>& streams) {
    std::vector<std::string> stream;
    JsonTree message = parse_tree(R"({"role":"assistant"})");
    stream.push_back(print_tree(chunk_of(choice_of(index, parse_tree(R"({"role":"assistant","content":""})")))));
    for (const char* name : {"content", "reasoning_content"}) {
        std::string whole;
        for (int piece = *rc::gen::inRange(0, 4); piece > 0; --piece) {
            const std::string text = arbitrary_text();
            whole += text;
            stream.push_back(print_tree(chunk_of(choice_of(index, delta_of(name, text)))));
        }
        if (name == std::string_view("content") || stream.back().contains(name))
            set_last(message, name, JsonTree::of_string(whole));
    }
    JsonTree end = choice_of(index, JsonTree::of_object());
    set_last(end, "finish_reason", JsonTree::of_string("stop"));
    stream.push_back(print_tree(chunk_of(end)));
    JsonTree choice = parse_tree(fmt::format(R"({{"index":{}}})", index));
    set_last(choice, "message", message);
    set_last(choice, "finish_reason", JsonTree::of_string("stop"));
    choices.items.push_back(choice);
    streams.push_back(std::move(stream));
}

Split arbitrary_split() {
    Split split{.reply = parse_tree(R"({"id":"c","object":"chat.completion","created":1,"model":"m"})"), .chunks = {}};
    JsonTree choices = JsonTree::of_array();
    std::vector<std::vector<std::string>> streams;
    const int count = *rc::gen::inRange(1, 4);
    for (int index = 0; index < count; ++index) add_choice(index, choices, streams);
    set_last(split.reply, "choices", choices);
    set_last(split.reply, "usage", parse_tree(R"({"prompt_tokens":1})"));
    while (std::ranges::any_of(streams, [](const auto& stream) { return !stream.empty(); })) {
        auto& stream = streams[*rc::gen::inRange<std::size_t>(0, streams.size())];
        if (stream.empty()) {  // the dice may fall on it for ever
            for (auto& other : streams) {
                if (other.empty()) continue;
                split.chunks.push_back(other.front());
                other.erase(other.begin());
                break;
            }
            continue;
        }
        split.chunks.push_back(stream.front());
        stream.erase(stream.begin());
    }
    split.chunks.push_back(R"({"id":"c","choices":[],"usage":{"prompt_tokens":1}})");
    return split;
}

TEST(StreamAssembler, GivesBackTheReplyThatWasSplit) {
    EXPECT_TRUE(rc::check([] {
        const Split split = arbitrary_split();
        std::string stream;
        for (const std::string& chunk : split.chunks) stream += event(chunk);
        StreamAssembler assembler({});
        for (const std::string& read : cut_arbitrarily(stream + kDone)) assembler.feed(read);
        RC_ASSERT(assembler.state() == StreamState::done);
        RC_ASSERT(print_tree(sorted(parse_tree(assembler.reply()))) == print_tree(sorted(split.reply)));
    }));
}

}  // namespace
}  // namespace greeninfer::wire
