#include "pipeline/scored_prompt.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greeninfer::pipeline {
namespace {

using scorer::Speaker;

class ScoredPromptTest : public testing::Test {
protected:
    scorer::Prompt read(std::string body, wire::RequestKind kind = wire::RequestKind::chat) {
        body_ = std::move(body);
        const auto padded = wire::PaddedView::of(body_);
        view_ = wire::read_request(kind, padded).value();
        return prompt_.read(view_, padded.text());
    }

    std::string body_;
    wire::RequestView view_;
    ScoredPrompt prompt_;
};

TEST_F(ScoredPromptTest, TurnsAreOldestFirstAndUnescaped) {
    const auto prompt = read(R"({"model":"auto","messages":[{"role":"developer","content":"be \"brief\""},)"
                             R"({"role":"assistant","content":"hi"},{"role":"user","content":"a\nb\u00e9"}]})");
    ASSERT_EQ(prompt.turns.size(), 3u);
    EXPECT_EQ(prompt.turns[0].speaker, Speaker::system);
    EXPECT_EQ(prompt.turns[0].text, "be \"brief\"");
    EXPECT_EQ(prompt.turns[1].speaker, Speaker::assistant);
    EXPECT_EQ(prompt.turns[2].speaker, Speaker::user);
    EXPECT_EQ(prompt.turns[2].text, "a\nb\u00e9");
}

TEST_F(ScoredPromptTest, PartsOfAMessageAreOneTurn) {
    const auto prompt = read(
        R"({"model":"auto","messages":[{"role":"user","content":[{"type":"text","text":"one"},)"
        R"({"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}},{"type":"text","text":"two"}]}]})");
    ASSERT_EQ(prompt.turns.size(), 1u);
    EXPECT_EQ(prompt.turns[0].text, "one\ntwo");
    EXPECT_TRUE(prompt.has_images);
}

TEST_F(ScoredPromptTest, ACompletionIsOneUserTurn) {
    const auto prompt = read(R"({"model":"auto","prompt":"say this"})", wire::RequestKind::completion);
    ASSERT_EQ(prompt.turns.size(), 1u);
    EXPECT_EQ(prompt.turns[0].text, "say this");
    EXPECT_EQ(prompt.turns[0].speaker, Speaker::user);
}

TEST_F(ScoredPromptTest, OfAHugeTextBeginningAndEndAreKept) {
    const std::string middle(4 * ScoredPrompt::kMaxBytes, 'x');
    const auto prompt = read(R"({"model":"auto","messages":[{"role":"system","content":"rules"},)"
                             R"({"role":"user","content":"BEGIN)" +
                             middle + R"(END"}]})");
    ASSERT_EQ(prompt.turns.size(), 1u) << "nothing is left for older turns";
    EXPECT_THAT(std::string(prompt.turns[0].text.substr(0, 5)), "BEGIN");
    EXPECT_TRUE(prompt.turns[0].text.ends_with("END"));
    EXPECT_LE(prompt.turns[0].text.size(), ScoredPrompt::kMaxBytes + 1);
}

TEST_F(ScoredPromptTest, ACutThroughAnEscapeDoesNoHarm) {
    std::string escapes;
    while (escapes.size() < 3 * ScoredPrompt::kMaxBytes) escapes += "\\u00e9";
    for (std::size_t shift = 0; shift < 6; ++shift) {
        const auto prompt = read(R"({"model":"auto","messages":[{"role":"user","content":")" + std::string(shift, 'a') +
                                 escapes + R"("}]})");
        EXPECT_FALSE(prompt.turns[0].text.empty());
    }
}

TEST_F(ScoredPromptTest, MemoryIsUsedAgain) {
    read(R"({"model":"auto","messages":[{"role":"user","content":"a longer first text"}]})");
    const auto prompt = read(R"({"model":"auto","messages":[{"role":"user","content":"b"}]})");
    ASSERT_EQ(prompt.turns.size(), 1u);
    EXPECT_EQ(prompt.turns[0].text, "b");
}

}  // namespace
}  // namespace greeninfer::pipeline
