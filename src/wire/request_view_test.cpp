#include "wire/request_view.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "wire/json_text.hpp"
#include "wire/json_tree_for_test.hpp"

namespace greeninfer::wire {
namespace {

Result<RequestView> read(std::string body, RequestKind kind = RequestKind::chat) {
    return read_request(kind, PaddedView::of(body));
}

std::string chat_with(std::string_view members) {
    return R"({"model":"m","messages":[{"role":"user","content":"hi"}])" + std::string(members) + "}";
}

TEST(RequestView, ReadsAChat) {
    std::string body = R"({ "model" : "meta/llama-3.1\u002d8b" , "messages" : [
        {"role":"system","content":"Be \"brief\"."},
        {"role":"user","content":[{"type":"text","text":"What?"},{"type":"image_url","image_url":{"url":"data:x"}}]},
        {"role":"assistant","content":null,"tool_calls":[]},
        {"role":"tool","tool_call_id":"t1","content":"42"} ],
        "stream":true, "stream_options":{"include_usage":true}, "n":2, "max_tokens":10, "max_completion_tokens":20,
        "tools":[{"type":"function"}], "response_format":{"type":"json_object"}, "logprobs":true,
        "x":{"y":[1,-2.5e3]}})";
    const auto view = read_request(RequestKind::chat, PaddedView::of(body));
    ASSERT_TRUE(view) << view.error().detail;
    EXPECT_EQ(view->model, "meta/llama-3.1-8b");
    EXPECT_TRUE(view->stream && view->include_usage && view->has_tools && view->has_response_format);
    EXPECT_TRUE(view->has_images && view->has_logprobs);
    EXPECT_EQ(view->n, 2U);
    EXPECT_EQ(view->max_tokens, 20U);
    ASSERT_EQ(view->messages.size(), 4U);
    EXPECT_EQ(view->messages[0].role, Role::system);
    EXPECT_EQ(view->messages[3].role, Role::tool);
    EXPECT_EQ(view->messages[2].content.of(body), "null");
    ASSERT_EQ(view->texts.size(), 3U);
    EXPECT_EQ(view->texts[0].of(body), R"(Be \"brief\".)");
    EXPECT_EQ(view->texts[1].of(body), "What?");
    EXPECT_EQ(view->messages[3].first_text, 2U);
    EXPECT_EQ(view->messages[3].text_count, 1U);
    EXPECT_EQ(view->edits.model.of(body), R"("meta/llama-3.1\u002d8b")");
    EXPECT_EQ(view->edits.stream_options.of(body), R"({"include_usage":true})");
}

TEST(RequestView, AbsentAndNullAreDefaults) {
    for (const char* members : {"", R"(,"stream":null,"n":null,"max_tokens":null,"tools":null,"response_format":null,
                                      "stream_options":null,"logprobs":null)"}) {
        const auto view = read(chat_with(members));
        ASSERT_TRUE(view) << view.error().detail;
        EXPECT_FALSE(view->stream || view->include_usage || view->has_tools || view->has_response_format);
        EXPECT_FALSE(view->has_images || view->has_logprobs);
        EXPECT_EQ(view->n, 1U);
        EXPECT_EQ(view->max_tokens, std::nullopt);
    }
}

TEST(RequestView, ReadsTextsOfCompletionsAndEmbeddings) {
    struct Row {
        const char* name;
        const char* prompt;
        std::size_t texts, inputs, token_ids;
    };
    const Row rows[] = {
        {"string", R"("one")", 1, 1, 0},
        {"strings", R"(["one","two"])", 2, 2, 0},
        {"token ids", "[1,2,3]", 0, 1, 3},
        {"lists of token ids", "[[1,2],[3]]", 0, 2, 3},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const std::string value = row.prompt;
        for (const auto& view : {read(R"({"model":"m","prompt":)" + value + "}", RequestKind::completion),
                                 read(R"({"model":"m","input":)" + value + "}", RequestKind::embedding)}) {
            ASSERT_TRUE(view) << view.error().detail;
            EXPECT_EQ(view->texts.size(), row.texts);
            EXPECT_EQ(view->inputs, row.inputs);
            EXPECT_EQ(view->token_ids, row.token_ids);
        }
    }
}

struct Refused {
    const char* name;
    std::string body;
    std::string_view field;  // empty: about the JSON itself
    RequestKind kind = RequestKind::chat;
};

const std::string kBadUtf8 = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\xC3\x28\"}]}";

const Refused kRefused[] = {
    {"empty", "", ""},
    {"no object", "[1]", ""},
    {"cut", R"({"model":"m")", ""},
    {"trailing bytes", chat_with("") + "x", ""},
    {"two bodies", chat_with("") + chat_with(""), ""},
    {"trailing comma", chat_with(","), ""},
    {"bad literal in an unread field", chat_with(R"(,"x":[{"y":tru}])"), ""},
    {"bad number in an unread field", chat_with(R"(,"x":01)"), ""},
    {"number beyond any double", chat_with(R"(,"x":1e999)"), ""},
    {"bad escape in an unread field", chat_with(R"(,"x":"\q")"), ""},
    {"lone surrogate in an unread field", chat_with(R"(,"x":"\ud800")"), ""},
    {"bad escape in an unread name", chat_with(R"(,"\q":1)"), ""},
    {"control character", chat_with(",\"x\":\"\n\""), ""},
    {"not UTF-8", kBadUtf8, ""},
    {"too deep", chat_with(",\"x\":" + std::string(200, '[') + std::string(200, ']')), ""},
    {"no model", R"({"messages":[{"role":"user","content":"hi"}]})", "model"},
    {"model is a number", R"({"model":7})", "model"},
    {"model is empty", R"({"model":""})", "model"},
    {"model twice", R"({"model":"a","model":"b"})", "model"},
    {"model twice, once in disguise", R"({"model":"a","mod\u0065l":"b"})", "model"},
    {"stream twice", chat_with(R"(,"stream":true,"stream":false)"), "stream"},
    {"include_usage twice", chat_with(R"(,"stream_options":{"include_usage":true,"include_usage":false})"),
     "stream_options.include_usage"},
    {"no messages", R"({"model":"m"})", "messages"},
    {"messages is a string", R"({"model":"m","messages":"hi"})", "messages"},
    {"messages is empty", R"({"model":"m","messages":[]})", "messages"},
    {"message is a string", R"({"model":"m","messages":["hi"]})", "messages[0]"},
    {"message without role", R"({"model":"m","messages":[{"content":"hi"}]})", "messages[0].role"},
    {"role is a number", R"({"model":"m","messages":[{"role":"user"},{"role":1}]})", "messages[1].role"},
    {"content is a number", R"({"model":"m","messages":[{"role":"user","content":1}]})", "messages[0].content"},
    {"content twice", R"({"model":"m","messages":[{"role":"user","content":"a","content":"b"}]})",
     "messages[0].content"},
    {"part without type", R"({"model":"m","messages":[{"role":"user","content":[{"text":"a"}]}]})",
     "messages[0].content[0].type"},
    {"text part without text", R"({"model":"m","messages":[{"role":"user","content":[{"type":"text"}]}]})",
     "messages[0].content[0].text"},
    {"stream is a string", chat_with(R"(,"stream":"yes")"), "stream"},
    {"stream_options is a list", chat_with(R"(,"stream_options":[])"), "stream_options"},
    {"include_usage is a number", chat_with(R"(,"stream_options":{"include_usage":1})"),
     "stream_options.include_usage"},
    {"n is 0", chat_with(R"(,"n":0)"), "n"},
    {"n is negative", chat_with(R"(,"n":-1)"), "n"},
    {"n is huge", chat_with(R"(,"n":129)"), "n"},
    {"n is a fraction", chat_with(R"(,"n":1.5)"), "n"},
    {"max_tokens is negative", chat_with(R"(,"max_tokens":-5)"), "max_tokens"},
    {"max_completion_tokens is huge", chat_with(R"(,"max_completion_tokens":99999999999)"), "max_completion_tokens"},
    {"tools is an object", chat_with(R"(,"tools":{})"), "tools"},
    {"response_format is a string", chat_with(R"(,"response_format":"json")"), "response_format"},
    {"no prompt", R"({"model":"m"})", "prompt", RequestKind::completion},
    {"prompt is an object", R"({"model":"m","prompt":{}})", "prompt", RequestKind::completion},
    {"no input", R"({"model":"m"})", "input", RequestKind::embedding},
    {"input is empty", R"({"model":"m","input":[]})", "input", RequestKind::embedding},
    {"input holds true", R"({"model":"m","input":["a",true]})", "input[1]", RequestKind::embedding},
};

TEST(RequestView, RefusesWithTheField) {
    for (const Refused& row : kRefused) {
        SCOPED_TRACE(row.name);
        const auto view = read(row.body, row.kind);
        ASSERT_FALSE(view);
        EXPECT_EQ(view.error().fault, Fault::invalid_request);
        EXPECT_EQ(view.error().field, row.field) << view.error().detail;
        EXPECT_TRUE(view.error().detail.ends_with('.')) << view.error().detail;
    }
}

TEST(RequestView, ReadsTheSameViewAgain) {
    RequestView view;
    std::string first = chat_with(R"(,"stream":true,"tools":[1],"n":3)");
    std::string second = R"({"model":"other","prompt":"p"})";
    ASSERT_TRUE(read_request(RequestKind::chat, PaddedView::of(first), view));
    ASSERT_TRUE(read_request(RequestKind::completion, PaddedView::of(second), view));
    EXPECT_EQ(view.model, "other");
    EXPECT_TRUE(view.messages.empty());
    EXPECT_FALSE(view.stream || view.has_tools);
    EXPECT_EQ(view.n, 1U);
}

TEST(RequestView, ChecksNumbersItDoesNotRead) {
    for (const char* number : {"0", "-0", "1.5", "-2E+3", "1e-9", "123456789012345678901234567890"}) {
        EXPECT_TRUE(read(chat_with(std::string(",\"x\":") + number))) << number;
    }
    for (const char* number : {"01", "-", ".5", "1.", "1e", "+1", "--1", "0x1", "1e999", "NaN", "1 2", "1.e3", "-01"}) {
        EXPECT_FALSE(read(chat_with(std::string(",\"x\":") + number))) << number;
    }
}

// What lies behind the body, such as the next pipelined request, must not change how it is read.
TEST(RequestView, IgnoresTheBytesBehindTheBody) {
    for (const char filler : {'}', ']', ',', '"', '0', ' '}) {
        for (const std::string& body : {chat_with(""), chat_with(R"(,"x":{"y":1})").substr(0, 64), std::string("{")}) {
            std::string memory = body + std::string(kPaddingBytes, filler);
            const PaddedView padded(std::string_view(memory).substr(0, body.size()), memory.size());
            EXPECT_EQ(read_request(RequestKind::chat, padded).has_value(), is_json(body)) << filler << body;
        }
    }
}

TEST(RequestView, AcceptsAnyJsonInFieldsItDoesNotRead) {
    EXPECT_TRUE(rc::check([] {
        JsonTree body = parse_tree(chat_with(""));
        const std::string text = arbitrary_text();
        body.find("messages")->items[0].set("content", JsonTree::of_string(text));
        body.members.emplace_back("extra", arbitrary_tree(4));
        std::string printed = print_tree_with_arbitrary_spaces(body);
        const auto view = read_request(RequestKind::chat, PaddedView::of(printed));
        RC_ASSERT(view.has_value());
        std::string meaning;
        append_unescaped(view->texts.at(0).of(printed), meaning);
        RC_ASSERT(meaning == text);
    }));
}

TEST(RequestView, AcceptsNothingThatIsNotJson) {
    EXPECT_TRUE(rc::check([] {
        std::string body = print_tree_with_arbitrary_spaces(parse_tree(chat_with(R"(,"x":{"y":[1,"z",null,true]})")));
        const auto at = *rc::gen::inRange<std::size_t>(0, body.size());
        body[at] = *rc::gen::elementOf(std::string("{}[]\",:\\ntf0-."));
        if (read(body)) RC_ASSERT(is_json(body));
    }));
}

TEST(RequestView, TellsWhetherAToolMustBeCalled) {
    const auto requires_tool = [](std::string_view choice) {
        std::string body = chat_with(",\"tool_choice\":" + std::string(choice));
        const auto view = read_request(RequestKind::chat, PaddedView::of(body));
        return view && view->requires_tool;
    };
    EXPECT_TRUE(requires_tool(R"("required")"));
    EXPECT_TRUE(requires_tool(R"({"type":"function","function":{"name":"f"}})"));
    for (const std::string_view choice : {R"("auto")", R"("none")", "null"}) EXPECT_FALSE(requires_tool(choice));
}

}  // namespace
}  // namespace greeninfer::wire
