#include "pipeline/conversation.hpp"

#include <gtest/gtest.h>

#include "pipeline/brief_answers.hpp"

namespace greeninfer::pipeline {
namespace {

using optimizer::PartKind;

constexpr std::string_view kBody =
    R"({ "model":"auto",  "messages" : [ {"role":"system","content":"Be  \u0041 fair."},)"
    R"({"role":"user","content":[{"type":"text","text":"first \"one\""},{"type":"image_url","image_url":{"url":"u"}},)"
    R"({"type":"text","text":"second"}]},{"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function",)"
    R"("function":{"name":"f","arguments":"{  }"}}]},{"role":"tool","content":"{ \"a\" : 1 }","tool_call_id":"1"},)"
    R"({"role":"assistant","content":"so"},{"role":"user","content":"and?"}], "tools":[ {"type":"function"} ] })";

class ConversationTest : public testing::Test {
protected:
    explicit ConversationTest(std::string_view body = kBody) : body_(body) {
        view_ = wire::read_request(wire::RequestKind::chat, wire::PaddedView::of(body_)).value();
        texts_ = read_conversation(view_, body_);
    }
    std::string rewritten(std::string_view first_message = "") const {
        return rewritten_body(view_, body_, texts_, first_message);
    }

    std::string body_;
    wire::RequestView view_;
    std::vector<ConversationText> texts_;
};

TEST_F(ConversationTest, TextsArePlainAndOfTheirKind) {
    ASSERT_EQ(texts_.size(), 6U);
    const std::vector<std::pair<PartKind, std::string>> expected = {
        {PartKind::fixed, "Be  A fair."},         {PartKind::user, "first \"one\""}, {PartKind::user, "second"},
        {PartKind::tool_result, "{ \"a\" : 1 }"}, {PartKind::assistant, "so"},       {PartKind::user, "and?"}};
    for (std::size_t i = 0; i < texts_.size(); ++i) {
        EXPECT_EQ(texts_[i].kind, expected[i].first) << i;
        EXPECT_EQ(texts_[i].before, expected[i].second) << i;
        EXPECT_EQ(texts_[i].message, (std::vector<std::uint32_t>{0, 1, 1, 3, 4, 5}[i])) << i;
    }
}

TEST_F(ConversationTest, WhatIsNotReplacedStaysByteForByte) {
    EXPECT_EQ(rewritten(), kBody);
    texts_[1].after = "a \"b\"\n";
    texts_[3].after = "{}";
    std::string expected(kBody);
    expected.replace(expected.find(R"("first \"one\"")"), 15, R"("a \"b\"\n")");
    expected.replace(expected.find(R"("{ \"a\" : 1 }")"), 15, R"("{}")");
    EXPECT_EQ(rewritten(), expected);
}

TEST_F(ConversationTest, AMessageCanGoInFront) {
    const std::string with = rewritten(R"({"role":"system","content":"x"})");
    EXPECT_TRUE(with.contains(R"("messages" : [{"role":"system","content":"x"}, {"role":"system","content":"Be  )"));
    std::string padded = with;
    const auto again = wire::read_request(wire::RequestKind::chat, wire::PaddedView::of(padded));
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->messages.size(), view_.messages.size() + 1);
}

TEST(BriefPlaceTest, SystemMessagesAreNeverTouched) {
    const auto place = [](std::string messages) {
        std::string body = R"({"model":"auto","messages":[)" + messages + "]}";
        const auto view = wire::read_request(wire::RequestKind::chat, wire::PaddedView::of(body)).value();
        const auto found = brief_place(view);
        return !found ? -2 : found->is_own_message ? -1 : static_cast<int>(found->text);
    };
    const std::string user = R"({"role":"user","content":"a"})";
    const std::string parts = R"({"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]})";
    const std::string system = R"({"role":"system","content":"s"})";
    const std::string developer = R"({"role":"developer","content":"s"})";
    EXPECT_EQ(place(user), -1);
    EXPECT_EQ(place(system + "," + user), 1);
    EXPECT_EQ(place(developer + "," + parts), 2) << "behind the last text of the first user message";
    EXPECT_EQ(place(user + "," + system + "," + user), 0) << "the place must not depend on later turns";
    EXPECT_EQ(place(system), -2);
    EXPECT_EQ(place(system + R"(,{"role":"user","content":[]})"), -2);
}

}  // namespace
}  // namespace greeninfer::pipeline
