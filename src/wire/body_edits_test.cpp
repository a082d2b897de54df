#include "wire/body_edits.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "wire/json_tree_for_test.hpp"

namespace greeninfer::wire {
namespace {

constexpr std::string_view kMessages = R"("messages":[{"role":"user","content":"hi"}])";

bool is_readable(std::string body) {
    return read_request(RequestKind::chat, PaddedView::of(body)).has_value();
}

template <class Edit>
std::string edited(std::string body, Edit edit) {
    const auto view = read_request(RequestKind::chat, PaddedView::of(body));
    EXPECT_TRUE(view) << view.error().detail;
    BodyEdits edits(*view);
    edit(edits);
    const std::string result = edits.apply(body);
    EXPECT_EQ(edits.edited_size_bytes(body), result.size());
    EXPECT_TRUE(is_readable(result)) << result;
    return result;
}

std::string with(std::string_view members) {
    return "{" + std::string(members) + std::string(kMessages) + "}";
}

struct Row {
    const char* name;
    std::string_view before;
    std::string_view model;
    std::string_view usage;
    std::string_view streamed;
    std::string_view not_streamed;
};

const Row kRows[] = {
    {"plain", R"("model":"a",)", R"("model":"b/\"",)", R"("stream_options":{"include_usage":true},"model":"a",)",
     R"("stream_options":{"include_usage":true},"stream":true,"model":"a",)", R"("model":"a",)"},
    {"streams", R"("stream": true ,"model":"a",)", R"("stream": true ,"model":"b/\"",)",
     R"("stream_options":{"include_usage":true},"stream": true ,"model":"a",)",
     R"("stream_options":{"include_usage":true},"stream": true ,"model":"a",)", R"("stream": false ,"model":"a",)"},
    {"says all", R"("stream":true,"stream_options":{"include_usage":true},"model":"b/\"",)",
     R"("stream":true,"stream_options":{"include_usage":true},"model":"b/\"",)",
     R"("stream":true,"stream_options":{"include_usage":true},"model":"b/\"",)",
     R"("stream":true,"stream_options":{"include_usage":true},"model":"b/\"",)",
     R"("stream":false,"stream_options":null,"model":"b/\"",)"},
    {"says no", R"("model":"a","stream":false,"stream_options":{"include_usage": false },)",
     R"("model":"b/\"","stream":false,"stream_options":{"include_usage": false },)",
     R"("model":"a","stream":false,"stream_options":{"include_usage": true },)",
     R"("model":"a","stream":true,"stream_options":{"include_usage": true },)",
     R"("model":"a","stream":false,"stream_options":null,)"},
    {"nulls", R"("model":"a","stream":null,"stream_options":null,)",
     R"("model":"b/\"","stream":null,"stream_options":null,)",
     R"("model":"a","stream":null,"stream_options":{"include_usage":true},)",
     R"("model":"a","stream":true,"stream_options":{"include_usage":true},)",
     R"("model":"a","stream":null,"stream_options":null,)"},
    {"other options", R"("model":"a","stream_options":{ "include_obfuscation":false},)",
     R"("model":"b/\"","stream_options":{ "include_obfuscation":false},)",
     R"("model":"a","stream_options":{"include_usage":true, "include_obfuscation":false},)",
     R"("stream":true,"model":"a","stream_options":{"include_usage":true, "include_obfuscation":false},)",
     R"("model":"a","stream_options":null,)"},
    {"empty options", R"("model":"a","stream_options":{ },)", R"("model":"b/\"","stream_options":{ },)",
     R"("model":"a","stream_options":{"include_usage":true },)",
     R"("stream":true,"model":"a","stream_options":{"include_usage":true },)", R"("model":"a","stream_options":null,)"},
};

TEST(BodyEdits, SplicesIntoTheOriginalBytes) {
    for (const Row& row : kRows) {
        SCOPED_TRACE(row.name);
        const std::string body = with(row.before);
        EXPECT_EQ(edited(body, [](BodyEdits& edits) { edits.set_model("b/\""); }), with(row.model));
        EXPECT_EQ(edited(body, [](BodyEdits& edits) { edits.ask_for_usage(); }), with(row.usage));
        EXPECT_EQ(edited(body, [](BodyEdits& edits) { edits.set_streamed(); }), with(row.streamed));
        EXPECT_EQ(edited(body, [](BodyEdits& edits) { edits.set_not_streamed(); }), with(row.not_streamed));
        EXPECT_EQ(edited(body, [](BodyEdits&) {}), body);
    }
}

TEST(BodyEdits, UneditedBodyIsOnePieceOfItsOwnBytes) {
    std::string body = with(R"("model":"a",)");
    const auto view = read_request(RequestKind::chat, PaddedView::of(body)).value();
    BodyEdits edits(view);
    std::vector<std::string_view> pieces;
    edits.pieces(body, pieces);
    EXPECT_TRUE(edits.empty());
    ASSERT_EQ(pieces.size(), 1U);
    EXPECT_EQ(pieces[0].data(), body.data());
}

TEST(BodyEdits, ReplacesAnyValueAndStartsAgain) {
    std::string body = with(R"("model":"a",)");
    const auto view = read_request(RequestKind::chat, PaddedView::of(body)).value();
    BodyEdits edits(view);
    edits.replace(view.messages[0].content, R"("short")");
    edits.set_model("b");
    EXPECT_EQ(edits.apply(body), R"({"model":"b","messages":[{"role":"user","content":"short"}]})");
    edits.clear();
    EXPECT_EQ(edits.apply(body), body);
}

JsonTree arbitrary_stream_options() {
    static const std::vector<std::string> printed = {"null",
                                                     "{}",
                                                     R"({"include_usage":false})",
                                                     R"({"include_usage":true})",
                                                     R"({"x":1,"include_usage":null})",
                                                     R"({"include_usage":false,"x":[{}]})",
                                                     R"({"x":"include_usage"})"};
    return parse_tree(*rc::gen::elementOf(printed));
}

JsonTree arbitrary_request() {
    JsonTree body = parse_tree("{" + std::string(kMessages) + "}");
    body.members.emplace_back("model", JsonTree::of_string("m" + arbitrary_text()));
    body.members.emplace_back("x", arbitrary_tree(2));
    static const std::vector<std::string> flags = {"true", "false", "null"};
    if (*rc::gen::arbitrary<bool>()) body.set("stream", JsonTree::of_scalar(*rc::gen::elementOf(flags)));
    if (*rc::gen::arbitrary<bool>()) body.set("stream_options", arbitrary_stream_options());
    std::rotate(body.members.begin(), body.members.begin() + *rc::gen::inRange(0, 3), body.members.end());
    return body;
}

void ask_for_usage_in(JsonTree& body) {
    JsonTree* options = body.find("stream_options");
    if (options == nullptr || options->kind != JsonTree::Kind::object) {
        body.set("stream_options", JsonTree::of_object());
        options = body.find("stream_options");
    }
    options->set("include_usage", JsonTree::of_scalar("true"));
}

TEST(BodyEdits, EqualsTheEditOfAReserialisedBody) {
    EXPECT_TRUE(rc::check([] {
        JsonTree tree = arbitrary_request();
        std::string body = print_tree_with_arbitrary_spaces(tree);
        const auto view = read_request(RequestKind::chat, PaddedView::of(body));
        RC_ASSERT(view.has_value());
        BodyEdits edits(*view);
        const std::string model = arbitrary_text();
        edits.set_model(model);
        edits.set_streamed();
        tree.set("model", JsonTree::of_string(model));
        // The order in which the splices put new members before the others.
        const bool had_stream = tree.find("stream") != nullptr;
        if (!had_stream) tree.set("stream", JsonTree::of_scalar("true"));
        ask_for_usage_in(tree);
        tree.set("stream", JsonTree::of_scalar("true"));
        RC_ASSERT(print_tree(parse_tree(edits.apply(body))) == print_tree(tree));
    }));
}

TEST(BodyEdits, LogProbabilitiesAreAskedForOnce) {
    const auto asked = [](std::string_view members) {
        return edited(with(members), [](BodyEdits& edits) { edits.ask_for_log_probabilities(); });
    };
    EXPECT_EQ(asked(R"("model":"a",)"), with(R"("logprobs":true,"model":"a",)"));
    EXPECT_EQ(asked(R"("model":"a","logprobs": false ,)"), with(R"("model":"a","logprobs": true ,)"));
    EXPECT_EQ(asked(R"("model":"a","logprobs":null,)"), with(R"("model":"a","logprobs":true,)"));
    EXPECT_EQ(asked(R"("model":"a","logprobs":true,)"), with(R"("model":"a","logprobs":true,)"));
}

TEST(BodyEdits, ASlotIsChosenBeforeAClientsOwnOne) {
    const auto chosen = [](std::string_view members) {
        return edited(with(members), [](BodyEdits& edits) { edits.choose_slot(3); });
    };
    EXPECT_EQ(chosen(R"("model":"a",)"), with(R"("id_slot":3,"model":"a",)"));
    EXPECT_EQ(chosen(R"("model":"a","id_slot":1,)"), with(R"("id_slot":3,"model":"a","id_slot":1,)"));
}

}  // namespace
}  // namespace greeninfer::wire
