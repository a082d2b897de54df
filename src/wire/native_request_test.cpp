#include "wire/native_request.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "wire/json_tree_for_test.hpp"
#include "wire/native_chat_body.hpp"
#include "wire/request_view.hpp"

namespace greeninfer::wire {
namespace {

Result<NativeRequest> read(std::string body) {
    return read_native_request(PaddedView::of(body));
}

std::string with(std::string_view members) {
    return fmt::format(R"({{"prompt":"hi"{}}})", members);
}

std::string images(int count) {
    std::string list;
    for (int number = 0; number < count; ++number) list += R"("data:image/png;base64,AA==",)";
    if (!list.empty()) list.pop_back();
    return with(R"(,"images":[)" + list + "]");
}

TEST(NativeRequest, ReadsEveryField) {
    const auto request = read(R"({"prompt":"What\nis \u00e9?","mode":"eco","context":[{"role":"system","content":"s"},
        {"role":"assistant","content":"a","extra":1}],"images":["https://x/y.png","data:image/png;base64,AA=="],
        "session_id":"abc-1","max_tokens":50,"stream":true,"preview":"auto",
        "confirm":{"preview_id":"p1","choice":"add_detail"},"optimize":false,"defer_within":600,"brief":true,"unknown":{"x":[1]}})");
    ASSERT_TRUE(request) << request.error().detail;
    EXPECT_EQ(request->prompt, "What\nis é?");
    EXPECT_EQ(request->mode, NativeMode::eco);
    ASSERT_EQ(request->context.size(), 2U);
    EXPECT_EQ(request->context[1].role, TurnRole::assistant);
    EXPECT_EQ(request->context[1].content, "a");
    EXPECT_EQ(request->images.size(), 2U);
    EXPECT_EQ(request->session_id, "abc-1");
    EXPECT_EQ(request->max_tokens, 50U);
    EXPECT_TRUE(request->stream);
    EXPECT_EQ(request->preview, PreviewChoice::automatic);
    EXPECT_EQ(request->confirm.value().preview_id, "p1");
    EXPECT_EQ(request->confirm.value().choice, ConfirmChoice::add_detail);
    EXPECT_EQ(request->optimize, false);
    EXPECT_EQ(request->brief, true);
    EXPECT_EQ(request->defer_within, 600U);
}

TEST(NativeRequest, AbsentAndNullAreDefaults) {
    for (const char* members : {"", R"(,"mode":null,"context":null,"images":null,"session_id":null,"max_tokens":null,
                                     "stream":null,"preview":null,"confirm":null,"optimize":null)"}) {
        const auto request = read(with(members));
        ASSERT_TRUE(request) << request.error().detail;
        EXPECT_FALSE(request->mode || request->session_id || request->max_tokens || request->confirm);
        EXPECT_FALSE(request->stream || request->optimize);
        EXPECT_TRUE(request->context.empty() && request->images.empty());
        EXPECT_FALSE(request->preview);
    }
    EXPECT_TRUE(read(images(8)));
}

struct Refused {
    const char* name;
    std::string body;
    std::string_view field;
};

const Refused kRefused[] = {
    {"no prompt", "{}", "prompt"},
    {"null prompt", R"({"prompt":null})", "prompt"},
    {"empty prompt", R"({"prompt":""})", "prompt"},
    {"blank prompt", R"({"prompt":" \n"})", "prompt"},
    {"prompt is a number", R"({"prompt":5})", "prompt"},
    {"prompt twice", R"({"prompt":"a","prompt":"b"})", "prompt"},
    {"context twice", with(R"(,"context":[],"context":[])"), "context"},
    {"unknown mode", with(R"(,"mode":"turbo")"), "mode"},
    {"context is a string", with(R"(,"context":"x")"), "context"},
    {"turn without role", with(R"(,"context":[{"content":"x"}])"), "context[0].role"},
    {"turn without content", with(R"(,"context":[{"role":"user"}])"), "context[0].content"},
    {"unknown role", with(R"(,"context":[{"role":"user","content":"x"},{"role":"tool","content":"x"}])"),
     "context[1].role"},
    {"content is a list", with(R"(,"context":[{"role":"user","content":[]}])"), "context[0].content"},
    {"image is a path", with(R"(,"images":["/etc/passwd"])"), "images[0]"},
    {"image is text", with(R"(,"images":["data:text/plain,x"])"), "images[0]"},
    {"nine images", images(9), "images[8]"},
    {"session_id has a space", with(R"(,"session_id":"a b")"), "session_id"},
    {"session_id is empty", with(R"(,"session_id":"")"), "session_id"},
    {"session_id is long", with(fmt::format(R"(,"session_id":"{}")", std::string(129, 'x'))), "session_id"},
    {"max_tokens is 0", with(R"(,"max_tokens":0)"), "max_tokens"},
    {"stream is a string", with(R"(,"stream":"true")"), "stream"},
    {"unknown preview", with(R"(,"preview":"maybe")"), "preview"},
    {"confirm is a string", with(R"(,"confirm":"yes")"), "confirm"},
    {"confirm without preview_id", with(R"(,"confirm":{"choice":"expand"})"), "confirm.preview_id"},
    {"preview_id that no server made",
     with(R"(,"confirm":{"choice":"expand","preview_id":")" + std::string(16 * 1024 + 1, 'x') + R"("})"),
     "confirm.preview_id"},
    {"confirm without choice", with(R"(,"confirm":{"preview_id":"p"})"), "confirm.choice"},
    {"unknown choice", with(R"(,"confirm":{"preview_id":"p","choice":"x"})"), "confirm.choice"},
    {"optimize is a number", with(R"(,"optimize":1)"), "optimize"},
    {"brief is a text", with(R"(,"brief":"on")"), "brief"},
    {"defer_within is negative", with(R"(,"defer_within":-1)"), "defer_within"},
    {"defer_within is longer than a day", with(R"(,"defer_within":86401)"), "defer_within"},
    {"defer_within is a text", with(R"(,"defer_within":"600")"), "defer_within"},
};

TEST(NativeRequest, RefusesWithTheField) {
    for (const Refused& row : kRefused) {
        SCOPED_TRACE(row.name);
        const auto request = read(row.body);
        ASSERT_FALSE(request);
        EXPECT_EQ(request.error().fault, Fault::field_out_of_range);
        EXPECT_EQ(request.error().field, row.field) << request.error().detail;
    }
}

TEST(NativeRequest, RefusesWhatIsNoJson) {
    for (const std::string& body : {std::string(), std::string("[]"), std::string("{"), with("x"), with(R"(,"x":tru)"),
                                    with(R"(,"x":"\ud800")"), with("") + "{}"}) {
        SCOPED_TRACE(body);
        const auto request = read(body);
        ASSERT_FALSE(request);
        EXPECT_EQ(request.error().fault, Fault::invalid_request);
        EXPECT_EQ(request.error().field, "");
    }
}

std::string chat_body(const NativeRequest& request, const ChatBodyOptions& options) {
    std::string out;
    append_chat_body(request, options, out);
    return out;
}

TEST(NativeChatBody, SaysTheRequest) {
    const auto request = read(with(R"(,"context":[{"role":"system","content":"s"}],"max_tokens":9)")).value();
    EXPECT_EQ(chat_body(request, {.model = "m"}),
              R"({"model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":"hi"}],)"
              R"("max_tokens":9,"stream":true,"stream_options":{"include_usage":true}})");
}

TEST(NativeChatBody, ImagesArePartsOfTheLastMessage) {
    EXPECT_EQ(chat_body(read(images(1)).value(), {.model = "m", .stream = false, .max_tokens = 7}),
              R"({"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"hi"},{"type":"image_url",)"
              R"("image_url":{"url":"data:image/png;base64,AA=="}}]}],"max_tokens":7,"stream":false})");
}

TEST(NativeChatBody, IsAlwaysAnOpenAiRequest) {
    EXPECT_TRUE(rc::check([] {
        NativeRequest request{.prompt = arbitrary_text()};
        for (int turns = *rc::gen::inRange(0, 4); turns > 0; --turns) request.context.push_back({{}, arbitrary_text()});
        std::string body = chat_body(request, {.model = "m"});
        const auto view = read_request(RequestKind::chat, PaddedView::of(body));
        RC_ASSERT(view.has_value());
        RC_ASSERT(view->messages.size() == request.context.size() + 1);
        RC_ASSERT(view->stream && view->include_usage);
    }));
}

}  // namespace
}  // namespace greeninfer::wire
