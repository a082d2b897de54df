// Engines with slots: a prompt goes where reading it costs least, counting what it displaces there.
#include <gtest/gtest.h>

#include "fleet/warm_fleet_for_test.hpp"

namespace greeninfer::fleet {
namespace {

class SlotChoice : public testing::Test {
protected:
    SlotChoice() {
        for (std::size_t i = 0; i < 2; ++i) {
            fleet_.pace(i, 500);
            fleet_.at(i).state->held_prompts = std::make_shared<HeldPrompts>(2);
        }
    }

    // A conversation behind instructions that all share, and what it has said so far.
    std::shared_ptr<PromptPrefix> turn(char conversation, std::size_t own_tokens) const {
        return fleet_.prompt("instructions", 320, own_tokens, conversation);
    }
    std::unique_ptr<PlacedPrompt> begin(const std::shared_ptr<PromptPrefix>& prompt) {
        const Placement placement = fleet_.choose(*prompt);
        missed_ += placement.reading->missed_tokens;
        return std::make_unique<PlacedPrompt>(*placement.endpoint, prompt, placement.reading->missed_tokens,
                                              WarmFleet::kNow, Seconds(placement.reading->first_token_seconds));
    }
    void answer(const std::shared_ptr<PromptPrefix>& prompt) { begin(prompt)->has_read(WarmFleet::kNow); }

    WarmFleet fleet_{2};
    double missed_ = 0;
};

TEST_F(SlotChoice, ConversationsBehindTheSameInstructionsReadOnlyWhatIsNew) {
    constexpr std::size_t kTurn = 64;
    for (const char conversation : {'a', 'b', 'c', 'd'}) answer(turn(conversation, kTurn));
    EXPECT_EQ(missed_, 4 * (320 + kTurn)) << "the instructions once for each slot";
    for (std::size_t said = 2 * kTurn; said <= 5 * kTurn; said += kTurn) {
        for (const char conversation : {'b', 'd', 'a', 'c'}) {
            missed_ = 0;
            answer(turn(conversation, said));
            EXPECT_EQ(missed_, kTurn);
        }
    }
}

TEST_F(SlotChoice, WhatABusySlotHoldsIsNotCounted) {
    const auto prompt = turn('a', 64);
    const auto running = begin(prompt);
    running->has_read(WarmFleet::kNow);
    missed_ = 0;
    const auto other = begin(turn('a', 128));
    EXPECT_EQ(missed_, 320 + 128);
}

TEST_F(SlotChoice, WhenAllSlotsAreTakenTheLeastIsDisplaced) {
    for (const char conversation : {'a', 'b', 'c'}) answer(turn(conversation, 640));
    answer(turn('d', 16));
    answer(turn('e', 640));
    for (const char conversation : {'a', 'b', 'c'}) {
        missed_ = 0;
        answer(turn(conversation, 656));
        EXPECT_EQ(missed_, 16) << conversation;
    }
}

}  // namespace
}  // namespace greeninfer::fleet
