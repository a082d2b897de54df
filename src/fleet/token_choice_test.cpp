// Prompts whose tokens are known, among engines that tell what is in their caches.
#include <gtest/gtest.h>

#include "fleet/warm_fleet_for_test.hpp"

namespace greeninfer::fleet {
namespace {

constexpr std::size_t kPerBlock = 32;

class TokenChoice : public ::testing::Test {
protected:
    TokenChoice() {
        for (std::size_t i = 0; i < 3; ++i) fleet_.pace(i, 2000);
        chain_.tokens_per_block = kPerBlock;
        for (BlockHash hash = 1000; hash < 1050; ++hash) chain_.blocks.push_back(hash);
        prompt_->token_chains = {chain_};
        prompt_->tokens = chain_.blocks.size() * kPerBlock;
    }
    void tell(std::size_t endpoint, std::size_t blocks, std::size_t tokens_per_block = kPerBlock) {
        auto place = IndexedEndpoint::in(prompt_->index, 1000);
        prompt_->index->confirm(place->number(), std::span(chain_.blocks).first(blocks), WarmFleet::kNow);
        fleet_.at(endpoint).state->tokens = std::make_shared<const TokenPlace>(std::move(place), tokens_per_block);
    }
    Placement choose() {
        prompt_->look_up(WarmFleet::kNow);
        StrategyView view = fleet_.view(*prompt_);
        view.token_chains = prompt_->token_chains;
        return fleet_.choose(view);
    }

    WarmFleet fleet_{3};
    TokenChain chain_;
    std::shared_ptr<PromptPrefix> prompt_ = fleet_.prompt("a", 1600);
};

TEST_F(TokenChoice, GoesWhereTheEngineSaysItsTokensAre) {
    tell(0, 0);
    tell(1, 40);
    const Placement placement = choose();
    EXPECT_EQ(fleet_.index_of(placement), 1u);
    EXPECT_TRUE(placement.weighed->shown[0].is_told);
    EXPECT_DOUBLE_EQ(placement.weighed->shown[0].cached_tokens, 40.0 * kPerBlock);
}

TEST_F(TokenChoice, BlocksOfAnotherSizeSayNothing) {
    tell(1, 40, kPerBlock / 2);
    const Placement placement = choose();
    EXPECT_DOUBLE_EQ(placement.weighed->shown[0].cached_tokens, 0);
    EXPECT_FALSE(placement.weighed->shown[0].is_told);
}

TEST_F(TokenChoice, WhatWasSentAMomentAgoCountsBesideWhatIsTold) {
    tell(1, 2);
    fleet_.index().expect(fleet_.at(2).state->prefix->number(), prompt_->blocks, WarmFleet::kNow);
    EXPECT_EQ(fleet_.index_of(choose()), 2u);
}

TEST_F(TokenChoice, AnEngineThatTellsIsTakenAtItsWordAfterwards) {
    tell(1, 0);
    {
        PlacedPrompt told(fleet_.at(1), prompt_, 100, WarmFleet::kNow, Seconds(0.1));
        PlacedPrompt guessed(fleet_.at(2), prompt_, 100, WarmFleet::kNow, Seconds(0.1));
        told.has_read(WarmFleet::kNow);
        guessed.has_read(WarmFleet::kNow);
    }
    const Moment later = WarmFleet::kNow + std::chrono::seconds(3);
    prompt_->look_up(later);
    EXPECT_EQ(prompt_->match.blocks[fleet_.at(1).state->prefix->number()], 0u) << "it told of nothing";
    EXPECT_EQ(prompt_->match.blocks[fleet_.at(2).state->prefix->number()], prompt_->blocks.size());
}

}  // namespace
}  // namespace greeninfer::fleet
