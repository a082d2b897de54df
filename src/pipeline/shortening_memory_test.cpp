#include "pipeline/shortening_memory.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace greeninfer::pipeline {
namespace {

using namespace std::chrono_literals;
using optimizer::LeftAlone;

class ShorteningMemoryTest : public testing::Test {
protected:
    static ShorteningMemory::Key key(std::string_view text) { return ShorteningMemory::key_of("", 1, text); }

    ShorteningMemory memory_;
    Moment now_ = Moment() + 1h;
};

TEST_F(ShorteningMemoryTest, AShorteningComesBackAsItWas) {
    std::string text = "w0";
    for (std::uint32_t word = 1; word < optimizer::Draft::kMaxWords; ++word) text += " w" + std::to_string(word);
    const optimizer::Shortening done{.deleted = {0, 63, 64, optimizer::Draft::kMaxWords - 1}, .deleted_by_phrases = 3};
    memory_.remember(key(text), TextVerdict::of(done), now_);
    const auto found = memory_.find(key(text), now_);
    ASSERT_TRUE(found.has_value());
    const optimizer::Shortening again = found->again(text);
    EXPECT_EQ(again.deleted, done.deleted);
    EXPECT_EQ(again.deleted_by_phrases, 3U);
    EXPECT_EQ(again.left_alone, std::nullopt);
    EXPECT_FALSE(again.text.contains("w63 "));
    EXPECT_TRUE(again.text.contains("w62 w65 ")) << again.text;
}

TEST_F(ShorteningMemoryTest, WhatVerifiedDraftsSayIsSaidAgain) {
    const std::string text =
        "Hello, I hope you are doing well today. Could you please explain how photosynthesis works?";
    const optimizer::Shortening done = optimizer::Draft(text).finish(0);
    ASSERT_FALSE(done.left_alone.has_value());
    EXPECT_EQ(TextVerdict::of(done).again(text).text, done.text);
}

TEST_F(ShorteningMemoryTest, WhatAFreeModelWroteIsBounded) {
    const std::string long_text(optimizer::Draft::kMaxBytes, 'x');
    const optimizer::Shortening done{.text = long_text, .words = 9};
    const std::size_t texts = 2 * ShorteningMemory::kRewrittenBytes / long_text.size();
    for (std::size_t i = 0; i < texts; ++i) memory_.remember(key(std::to_string(i)), TextVerdict::of(done), now_);
    EXPECT_LE(memory_.size_for_test() * long_text.size(), ShorteningMemory::kRewrittenBytes);
    EXPECT_GE(memory_.size_for_test() * long_text.size(), ShorteningMemory::kRewrittenBytes / 2);
    const auto last = memory_.find(key(std::to_string(texts - 1)), now_);
    ASSERT_TRUE(last.has_value());
    EXPECT_EQ(last->again("any text").text, long_text);
}

TEST_F(ShorteningMemoryTest, ClientConfigurationAndTextMakeTheKey) {
    const auto one = ShorteningMemory::key_of("a", 1, "text");
    EXPECT_EQ(one, ShorteningMemory::key_of("a", 1, "text"));
    EXPECT_NE(one, ShorteningMemory::key_of("b", 1, "text"));
    EXPECT_NE(one, ShorteningMemory::key_of("a", 2, "text"));
    EXPECT_NE(one, ShorteningMemory::key_of("a", 1, "texts"));
    EXPECT_NE(ShorteningMemory::key_of("ab", 1, "c"), ShorteningMemory::key_of("a", 1, "bc"));
}

TEST_F(ShorteningMemoryTest, TheFirstVerdictStands) {
    const TextVerdict first = TextVerdict::of({.deleted = {0}});
    memory_.remember(key("a"), first, now_);
    EXPECT_EQ(memory_.remember(key("a"), TextVerdict::of({.deleted = {1}}), now_), first);
    EXPECT_EQ(memory_.find(key("a"), now_), first);
}

TEST_F(ShorteningMemoryTest, AFailureBindsWhileItsConversationGoesOn) {
    memory_.remember(key("a"), {.left_alone = LeftAlone::busy}, now_);
    // Each turn warms the prefix again.
    for (int turn = 0; turn < 3; ++turn) EXPECT_EQ(memory_.find(key("a"), now_ += 9min)->left_alone, LeftAlone::busy);
    EXPECT_FALSE(memory_.find(key("a"), now_ += 10min).has_value());
    EXPECT_EQ(memory_.size_for_test(), 0U);
}

TEST_F(ShorteningMemoryTest, WhatTheGateDecidedIsNotForgottenByTime) {
    memory_.remember(key("a"), {.left_alone = LeftAlone::would_not_pay}, now_);
    EXPECT_EQ(memory_.find(key("a"), now_ + 24h)->left_alone, LeftAlone::would_not_pay);
}

TEST_F(ShorteningMemoryTest, ItsSizeIsBoundedAndTheLeastUsedGoes) {
    memory_.remember(key("kept"), {.left_alone = LeftAlone::would_not_pay}, now_);
    memory_.remember(key("dropped"), {.left_alone = LeftAlone::would_not_pay}, now_);
    for (std::size_t i = 0; i < 2 * ShorteningMemory::kTexts; ++i) {
        memory_.remember(key(std::to_string(i)), {.left_alone = LeftAlone::would_not_pay}, now_);
        if (i % 100 == 0) ASSERT_TRUE(memory_.find(key("kept"), now_).has_value());
    }
    EXPECT_LE(memory_.size_for_test(), ShorteningMemory::kTexts);
    EXPECT_FALSE(memory_.find(key("dropped"), now_).has_value());
}

TEST_F(ShorteningMemoryTest, CoresThatAskAtOnceAgree) {
    std::array<TextVerdict, 4> seen;
    std::vector<std::jthread> cores;
    for (std::uint32_t core = 0; core < seen.size(); ++core) {
        cores.emplace_back([&, core] {
            const TextVerdict mine = TextVerdict::of({.deleted = {core}});
            for (int i = 0; i < 1000; ++i) seen[core] = memory_.remember(key("same"), mine, now_);
        });
    }
    cores.clear();
    for (const TextVerdict& verdict : seen) EXPECT_EQ(verdict, seen[0]);
}

}  // namespace
}  // namespace greeninfer::pipeline
