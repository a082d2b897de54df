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

TEST_F(ShorteningMemoryTest, MarksComeBackAsTheyWere) {
    std::vector<std::uint8_t> marks(optimizer::Draft::kMaxWords, 0);
    for (const std::size_t i : {std::size_t{0}, std::size_t{63}, std::size_t{64}, marks.size() - 1}) marks[i] = 1;
    memory_.remember(key("a"), TextVerdict::of_marks(marks), now_);
    const auto found = memory_.find(key("a"), now_);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->marks(marks.size()), marks);
    EXPECT_FALSE(found->left_alone.has_value());
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
    const std::vector<std::uint8_t> first = {1, 0};
    const std::vector<std::uint8_t> second = {0, 1};
    memory_.remember(key("a"), TextVerdict::of_marks(first), now_);
    EXPECT_EQ(memory_.remember(key("a"), TextVerdict::of_marks(second), now_).marks(2), first);
    EXPECT_EQ(memory_.find(key("a"), now_)->marks(2), first);
}

TEST_F(ShorteningMemoryTest, AFailureBindsWhileItsConversationGoesOn) {
    memory_.remember(key("a"), {.left_alone = LeftAlone::busy}, now_);
    // Each turn warms the prefix again.
    for (int turn = 0; turn < 3; ++turn) EXPECT_EQ(memory_.find(key("a"), now_ += 9min)->left_alone, LeftAlone::busy);
    EXPECT_FALSE(memory_.find(key("a"), now_ += 10min).has_value());
    EXPECT_EQ(memory_.size(), 0U);
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
    EXPECT_LE(memory_.size(), ShorteningMemory::kTexts);
    EXPECT_FALSE(memory_.find(key("dropped"), now_).has_value());
}

TEST_F(ShorteningMemoryTest, CoresThatAskAtOnceAgree) {
    std::array<std::vector<std::uint8_t>, 4> seen;
    std::vector<std::jthread> cores;
    for (std::size_t core = 0; core < seen.size(); ++core) {
        cores.emplace_back([&, core] {
            std::vector<std::uint8_t> mine(4, 0);
            mine[core] = 1;
            for (int i = 0; i < 1000; ++i) {
                seen[core] = memory_.remember(key("same"), TextVerdict::of_marks(mine), now_).marks(4);
            }
        });
    }
    cores.clear();
    for (const auto& marks : seen) EXPECT_EQ(marks, seen[0]);
}

}  // namespace
}  // namespace greeninfer::pipeline
