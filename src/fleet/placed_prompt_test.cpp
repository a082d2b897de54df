#include <gtest/gtest.h>

#include "fleet/warm_fleet_for_test.hpp"

namespace greeninfer::fleet {
namespace {

using namespace std::chrono_literals;

class PlacedPromptTest : public testing::Test {
protected:
    std::size_t matched(Moment now = WarmFleet::kNow) {
        fleet_.index().match(prompt_->blocks, now, prompt_->match);
        return prompt_->match.blocks[fleet_.at(0).state->prefix->number()];
    }
    std::unique_ptr<PlacedPrompt> place(Seconds first_token = Seconds(0.1)) {
        return std::make_unique<PlacedPrompt>(fleet_.at(0), prompt_, 160, WarmFleet::kNow, first_token);
    }

    WarmFleet fleet_{1};
    std::shared_ptr<PromptPrefix> prompt_ = fleet_.prompt("a", 160);
};

TEST_F(PlacedPromptTest, ItsTokensWaitUntilTheyAreRead) {
    const auto first = place(), second = place();
    EXPECT_EQ(fleet_.at(0).state->unread_tokens, 320);
    EXPECT_EQ(first->tokens_to_read(), 160);
    EXPECT_EQ(second->tokens_to_read(), 320);
    first->has_read(WarmFleet::kNow);
    first->has_read(WarmFleet::kNow);
    EXPECT_EQ(fleet_.at(0).state->unread_tokens, 160);
}

TEST_F(PlacedPromptTest, WhatMustBeReadByNowIsNoLongerAhead) {
    fleet_.pace(0, 100);
    const auto first = place();
    const auto at_after = [&](Seconds seconds) {
        const Moment now = WarmFleet::kNow + std::chrono::duration_cast<Moment::duration>(seconds);
        return PlacedPrompt(fleet_.at(0), prompt_, 50, now, Seconds(1)).tokens_ahead();
    };
    EXPECT_NEAR(at_after(Seconds(0)), 160, 1);
    EXPECT_NEAR(at_after(Seconds(1.2)), 40, 5);
    EXPECT_EQ(at_after(Seconds(5)), 0);
    const auto second = place();
    first->has_read(WarmFleet::kNow + 10s);
    const Moment later = WarmFleet::kNow + 11s;
    EXPECT_NEAR(tokens_ahead(*fleet_.at(0).state, 0.01, later), 60, 5) << "the second is read since the first was";
}

TEST_F(PlacedPromptTest, OfAnEngineWithSlotsWhatIsDisplacedIsForgotten) {
    fleet_.at(0).state->held_prompts = std::make_shared<HeldPrompts>(1);
    place()->has_read(WarmFleet::kNow);
    EXPECT_EQ(matched(), 10u);
    const auto other = fleet_.prompt("b", 160);
    PlacedPrompt(fleet_.at(0), other, 160, WarmFleet::kNow, Seconds(1)).has_read(WarmFleet::kNow);
    EXPECT_EQ(matched(), 0u);
    EXPECT_EQ(fleet_.index().blocks(), other->blocks.size());
}

TEST_F(PlacedPromptTest, OfAnEngineWithSlotsItTakesOneUntilItEnds) {
    EXPECT_EQ(place()->slot(), std::nullopt);
    fleet_.at(0).state->held_prompts = std::make_shared<HeldPrompts>(1);
    auto first = place();
    EXPECT_EQ(first->slot(), 0u);
    const auto other = fleet_.prompt("b", 160);
    auto waiting = std::make_unique<PlacedPrompt>(fleet_.at(0), other, 160, WarmFleet::kNow, Seconds(1));
    EXPECT_EQ(waiting->slot(), std::nullopt) << "for the engine to choose: which is free first is not known";
    first->has_read(WarmFleet::kNow);
    EXPECT_EQ(matched(), 10u);
    first.reset();
    EXPECT_EQ(matched(), 0u) << "who waited displaces it";
    waiting.reset();
    EXPECT_EQ(place()->slot(), 0u);
}

TEST_F(PlacedPromptTest, WhatIsReadStaysInTheIndexAndWhatFailsDoesNot) {
    auto failing = place();
    EXPECT_EQ(matched(), 10u);
    failing.reset();
    EXPECT_EQ(matched(), 0u);
    auto answered = place();
    answered->has_read(WarmFleet::kNow);
    answered.reset();
    EXPECT_EQ(matched(WarmFleet::kNow + 1h), 10u);
    EXPECT_EQ(fleet_.at(0).state->unread_tokens, 0);
}

TEST_F(PlacedPromptTest, CountsForTwoSecondsOrTwiceAsLongAsItsFirstTokenTakes) {
    const auto quick = place();
    EXPECT_EQ(matched(WarmFleet::kNow + 1900ms), 10u);
    EXPECT_EQ(matched(WarmFleet::kNow + 2s), 0u);
    const auto slow = place(Seconds(10));
    EXPECT_EQ(matched(WarmFleet::kNow + 19s), 10u);
    EXPECT_EQ(matched(WarmFleet::kNow + 20s), 0u);
}

}  // namespace
}  // namespace greeninfer::fleet
