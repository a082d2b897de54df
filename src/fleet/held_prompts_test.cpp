#include "fleet/held_prompts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greeninfer::fleet {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;

using Prompt = HeldPrompts::Blocks;

// With the block it begins with, and so many in all.
Prompt long_prompt(BlockHash first, std::size_t blocks) {
    Prompt prompt;
    for (std::size_t i = 0; i < blocks; ++i) prompt.push_back(first * 1000 + i);
    return prompt;
}

Prompt joined(Prompt prompt, const Prompt& rest) {
    prompt.insert(prompt.end(), rest.begin(), rest.end());
    return prompt;
}

class HeldPromptsTest : public testing::Test {
protected:
    HeldPrompts::Taken read(const Prompt& prompt) {
        auto taken = held_.take(prompt);
        EXPECT_THAT(held_.release(taken.ticket), IsEmpty());
        return taken;
    }

    HeldPrompts::Taken take(const Prompt& prompt) { return held_.take(prompt); }
    HeldPrompts::Prospect prospect(const Prompt& prompt) const { return held_.prospect(prompt); }

    HeldPrompts held_{2};
};

TEST_F(HeldPromptsTest, ATurnTakesTheSlotOfTheOneBeforeIt) {
    const auto first = read(long_prompt(1, 10)), other = read(long_prompt(2, 20));
    EXPECT_NE(first.slot, other.slot);
    const auto turn = joined(long_prompt(1, 10), {7, 8});
    EXPECT_EQ(prospect(turn).found_blocks, 10u);
    EXPECT_EQ(prospect(turn).displaced_blocks, 0u);
    EXPECT_EQ(read(turn).slot, first.slot);
    EXPECT_EQ(read(joined(long_prompt(2, 20), {9})).slot, other.slot);
}

TEST_F(HeldPromptsTest, OfWhatCostsAsMuchTheOneThatWasFreeForLongestGoes) {
    const auto first = read({11, 12, 13});
    read({21, 22, 23});
    EXPECT_EQ(read({31, 32}).slot, first.slot);
    EXPECT_THAT(read({41}).displaced, ElementsAre(31, 32)) << "the least that is displaced";
    EXPECT_THAT(read({21, 22, 23}).displaced, IsEmpty());
}

TEST_F(HeldPromptsTest, ConversationsBehindTheSameInstructionsTakeASlotEach) {
    const Prompt instructions = long_prompt(9, 10);
    const auto one = joined(instructions, {1, 2, 3}), other = joined(instructions, {4, 5, 6});
    const auto first = read(one);
    EXPECT_EQ(prospect(other).found_blocks, 0u) << "to be read again, which costs less than to come back";
    EXPECT_EQ(prospect(other).displaced_blocks, 0u);
    EXPECT_NE(read(other).slot, first.slot);
    EXPECT_EQ(prospect(one).found_blocks, one.size());
    EXPECT_EQ(prospect(other).found_blocks, other.size());
}

TEST_F(HeldPromptsTest, ALittleIsDisplacedBeforeMuchIsReadAgain) {
    const Prompt instructions = long_prompt(9, 100);
    const auto first = read(joined(instructions, {1}));
    const auto second = read(joined(instructions, {2}));
    EXPECT_EQ(second.slot, first.slot);
    EXPECT_THAT(second.displaced, ElementsAre(1)) << "the common beginning stays";
}

TEST_F(HeldPromptsTest, WhatAnotherSlotHasIsNotGone) {
    const Prompt instructions = long_prompt(9, 10);
    const auto one = take(joined(instructions, {1, 2})), other = take(joined(instructions, {3, 4}));
    held_.release(one.ticket);
    held_.release(other.ticket);
    EXPECT_EQ(prospect({}).displaced_blocks, 2u);
    EXPECT_THAT(read(Prompt(5, 7)).displaced, ElementsAre(1, 2));
}

TEST_F(HeldPromptsTest, WhatABusySlotHoldsHelpsNobodyElse) {
    const auto one = take(long_prompt(1, 10));
    EXPECT_EQ(prospect(long_prompt(1, 10)).found_blocks, 0u);
    EXPECT_NE(take(long_prompt(1, 10)).slot, one.slot);
}

TEST_F(HeldPromptsTest, WhoWaitsTakesTheSlotThatIsFreeFirst) {
    const auto one = take({1, 2, 11}), other = take({1, 2, 21});
    const auto waiting = take({1, 2, 31}), gone = take({1, 2, 41}), last = take({1, 2, 51});
    EXPECT_EQ(waiting.slot, std::nullopt);
    EXPECT_EQ(prospect(Prompt{1, 2, 11}).found_blocks, 2u) << "whichever it will be";
    EXPECT_THAT(held_.release(gone.ticket), IsEmpty()) << "its client left";
    EXPECT_THAT(held_.release(other.ticket), ElementsAre(21));
    EXPECT_THAT(held_.release(one.ticket), ElementsAre(11));
    EXPECT_THAT(held_.release(last.ticket), IsEmpty());
    EXPECT_THAT(held_.release(waiting.ticket), IsEmpty());
    EXPECT_THAT(take({1, 2, 51, 52}).slot, Optional(*one.slot));
    EXPECT_THAT(take({1, 2, 31, 32}).slot, Optional(*other.slot));
}

TEST_F(HeldPromptsTest, AnEngineThatWasStartedAgainHoldsNothing) {
    const auto running = take(long_prompt(1, 10));
    read(long_prompt(2, 10));
    held_.forget();
    EXPECT_THAT(held_.release(running.ticket), IsEmpty());
    EXPECT_EQ(prospect(long_prompt(1, 10)).found_blocks, 0u);
    EXPECT_EQ(prospect(long_prompt(2, 10)).found_blocks, 0u);
}

TEST_F(HeldPromptsTest, WhoWaitedForAnEngineThatEndedTakesNoSlotOfTheNextOne) {
    const auto one = take(long_prompt(1, 10)), other = take(long_prompt(2, 10)), waiting = take(long_prompt(3, 10));
    held_.forget();
    const auto next = take(long_prompt(4, 10));
    EXPECT_TRUE(next.slot) << "the new engine has nothing to do";
    for (const auto& gone : {one, other, waiting}) EXPECT_THAT(held_.release(gone.ticket), IsEmpty());
    EXPECT_EQ(prospect(long_prompt(3, 10)).found_blocks, 0u) << "it was never read";
    const auto last = take(long_prompt(5, 10));
    EXPECT_NE(last.slot, next.slot) << "which is taken still";
    EXPECT_THAT(last.displaced, IsEmpty());
}

}  // namespace
}  // namespace greeninfer::fleet
