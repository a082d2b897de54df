#include "fleet/block_hash.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>
#include <string>

namespace greeninfer::fleet {
namespace {

std::vector<BlockHash> hashes_of(std::string_view text, BlockHash root = root_of_texts(1, "m", "client")) {
    std::vector<BlockHash> hashes;
    TextBlocks(root, hashes).add(text);
    return hashes;
}

TEST(BlockHash, OnlyFullBlocksCount) {
    EXPECT_TRUE(hashes_of(std::string(63, 'a')).empty());
    EXPECT_EQ(hashes_of(std::string(64, 'a')).size(), 1u);
    EXPECT_EQ(hashes_of(std::string(64 * 3 + 63, 'a')).size(), 3u);
}

TEST(BlockHash, ABlockStandsForAllBeforeIt) {
    std::string one(64 * 66, 'a');
    std::string other = one;
    other[64 * 30] = 'b';  // equal in blocks 0 and 64, different between
    const auto of_one = hashes_of(one), of_other = hashes_of(other);
    EXPECT_EQ(of_one[29], of_other[29]);
    for (std::size_t block = 30; block < 66; ++block) EXPECT_NE(of_one[block], of_other[block]);
}

TEST(BlockHash, ModelsClientsSeedsAndTokensHaveChainsOfTheirOwn) {
    const std::string text(64, 'a');
    std::set<BlockHash> different;
    for (const BlockHash root : {root_of_texts(1, "m", "a"), root_of_texts(1, "m", "b"), root_of_texts(1, "n", "a"),
                                 root_of_texts(2, "m", "a"), root_of_texts(1, "ma", ""), root_of_texts(1, "", "ma"),
                                 root_of_tokens(1, "m", 16), root_of_tokens(1, "m", 32)}) {
        different.insert(hashes_of(text, root)[0]);
    }
    EXPECT_EQ(different.size(), 8u);
}

TEST(BlockHash, EveryBitOfABlockCounts) {
    const std::string text(64, 'a');
    std::set<BlockHash> different = {hashes_of(text)[0]};
    for (std::size_t bit = 0; bit < 64 * 8; ++bit) {
        std::string changed = text;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
        different.insert(hashes_of(changed)[0]);
    }
    EXPECT_EQ(different.size(), 513u);
}

TEST(BlockHash, TooLongAPromptEndsAtTheLimit) {
    EXPECT_EQ(hashes_of(std::string((kPromptBlocksMax + 5) * kBlockBytes, 'a')).size(), kPromptBlocksMax);
}

TEST(BlockHash, TokensAreHashedInOrder) {
    const BlockHash root = root_of_tokens(1, "m", 2);
    const std::uint32_t ab[] = {1, 2}, ba[] = {2, 1};
    EXPECT_NE(hash_tokens(root, ab), hash_tokens(root, ba));
    EXPECT_NE(hash_tokens(hash_tokens(root, ab), ba), hash_tokens(hash_tokens(root, ba), ab));
}

RC_GTEST_PROP(BlockHash, DoesNotDependOnThePiecesThatATextComesIn, (const std::vector<std::string>& pieces)) {
    std::string whole;
    std::vector<BlockHash> in_pieces;
    TextBlocks blocks(root_of_texts(1, "m", "client"), in_pieces);
    for (const std::string& piece : pieces) {
        const std::string longer = piece + piece + piece + piece;
        whole += longer;
        blocks.add(longer);
    }
    RC_ASSERT(in_pieces == hashes_of(whole));
}

}  // namespace
}  // namespace greeninfer::fleet
