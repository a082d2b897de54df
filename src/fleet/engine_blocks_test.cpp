#include "fleet/engine_blocks.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace greeninfer::fleet {
namespace {

constexpr Moment kNow{std::chrono::hours(100)};
constexpr std::size_t kPerBlock = 16;

class EngineBlocksTest : public testing::Test {
protected:
    // Blocks named first, first + 1, …; their tokens follow from the names.
    void store(std::optional<EngineHash> parent, EngineHash first, std::size_t count,
               std::size_t per_block = kPerBlock) {
        std::vector<EngineHash> hashes(count);
        std::iota(hashes.begin(), hashes.end(), first);
        const auto tokens = tokens_of(first, count * per_block);
        engine_.stored({parent, hashes, tokens, per_block}, kNow);
    }
    static std::vector<std::uint32_t> tokens_of(EngineHash first, std::size_t count) {
        std::vector<std::uint32_t> tokens(count);
        std::iota(tokens.begin(), tokens.end(), static_cast<std::uint32_t>(first * 1000));
        return tokens;
    }
    std::size_t matched(const std::vector<std::uint32_t>& tokens) {
        std::vector<BlockHash> prompt;
        BlockHash last = root_of_tokens(index_->seed(), "m", kPerBlock);
        for (std::size_t at = 0; at + kPerBlock <= tokens.size(); at += kPerBlock) {
            last = hash_tokens(last, std::span(tokens).subspan(at, kPerBlock));
            prompt.push_back(last);
        }
        PrefixMatch found;
        index_->match(prompt, kNow, found);
        return found.blocks[engine_.tokens()->number()];
    }
    void confirm_texts(std::size_t blocks) {
        std::vector<BlockHash> prompt;
        TextBlocks(root_of_texts(1, "m", ""), prompt).add(std::string(blocks * kBlockBytes, 'x'));
        index_->confirm(texts_->number(), prompt, kNow);
    }

    std::shared_ptr<PrefixIndex> index_ = std::make_shared<PrefixIndex>(1024 * 1024, 7);
    std::shared_ptr<const IndexedEndpoint> texts_ = IndexedEndpoint::in(index_, 1000);
    EngineBlocks engine_{texts_, "m", 100};
};

TEST_F(EngineBlocksTest, WhatWasStoredIsFoundByItsTokens) {
    store(std::nullopt, 10, 2);
    store(11, 12, 1);
    auto tokens = tokens_of(10, 2 * kPerBlock);
    const auto more = tokens_of(12, kPerBlock);
    tokens.insert(tokens.end(), more.begin(), more.end());
    EXPECT_EQ(matched(tokens), 3u);
    tokens[20] += 1;
    EXPECT_EQ(matched(tokens), 1u);
    EXPECT_EQ(engine_.resident_tokens(), 3 * kPerBlock);
}

TEST_F(EngineBlocksTest, ABlockOfAnUnknownParentSaysNothing) {
    store(99, 10, 2);
    EXPECT_EQ(matched(tokens_of(10, 2 * kPerBlock)), 0u);
    EXPECT_EQ(engine_.resident_tokens(), 0u);
}

TEST_F(EngineBlocksTest, WhatWasRemovedIsNotFoundAndTextsGiveWayToo) {
    store(std::nullopt, 10, 10);
    confirm_texts(10);
    const EngineHash last_four[] = {16, 17, 18, 19};
    engine_.removed(last_four);
    EXPECT_EQ(matched(tokens_of(10, 10 * kPerBlock)), 6u);
    EXPECT_EQ(index_->blocks(texts_->number()), 6u) << "96 tokens are about 384 bytes of text";
    const EngineHash unknown[] = {500};
    engine_.removed(unknown);
    EXPECT_EQ(index_->blocks(texts_->number()), 6u);
}

TEST_F(EngineBlocksTest, AClearedCacheHoldsNothing) {
    store(std::nullopt, 10, 10);
    confirm_texts(10);
    engine_.cleared();
    EXPECT_EQ(index_->blocks(), 0u);
    EXPECT_EQ(engine_.resident_tokens(), 0u);
}

TEST_F(EngineBlocksTest, AnotherBlockSizeIsAnotherCache) {
    store(std::nullopt, 10, 10);
    store(std::nullopt, 10, 1, 32);
    EXPECT_EQ(matched(tokens_of(10, 10 * kPerBlock)), 0u);
    EXPECT_EQ(engine_.tokens_per_block(), 32u);
    EXPECT_EQ(engine_.resident_tokens(), 32u);
}

TEST_F(EngineBlocksTest, ABrokenEventChangesNothing) {
    const EngineHash hashes[] = {1, 2};
    const std::vector<std::uint32_t> too_few(kPerBlock + 3);
    engine_.stored({std::nullopt, hashes, too_few, kPerBlock}, kNow);
    engine_.stored({std::nullopt, hashes, too_few, 0}, kNow);
    EXPECT_EQ(engine_.resident_tokens(), 0u);
    EXPECT_EQ(index_->blocks(), 0u);
}

TEST_F(EngineBlocksTest, AnEngineThatNeverRemovesDoesNotGrow) {
    for (EngineHash i = 1; i < 5000; ++i) {
        store(std::nullopt, i, 1);
        const EngineHash again[] = {i};
        if (i % 2 == 0) engine_.removed(again);
    }
    EXPECT_LE(engine_.resident_tokens(), 100 * kPerBlock);
    EXPECT_LE(index_->blocks(engine_.tokens()->number()), 100u);
}

}  // namespace
}  // namespace greeninfer::fleet
