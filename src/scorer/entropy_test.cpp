#include "scorer/entropy.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace greeninfer::scorer {
namespace {

double entropy_of(std::initializer_list<std::uint32_t> hashes) {
    Tally tally;
    for (const std::uint32_t hash : hashes) tally.add(hash);
    return tally.entropy_bits();
}

TEST(Entropy, IsInBits) {
    EXPECT_DOUBLE_EQ(entropy_of({}), 0);
    EXPECT_DOUBLE_EQ(entropy_of({1}), 0);
    EXPECT_NEAR(entropy_of({1, 2}), 1, 1e-6);
    EXPECT_NEAR(entropy_of({1, 2, 3, 4}), 2, 1e-6);
    EXPECT_NEAR(entropy_of({1, 1, 1, 2}), 0.8113, 1e-4);
}

TEST(Entropy, CanBeUsedAgain) {
    Tally tally;
    for (std::uint32_t hash = 0; hash < 100; ++hash) tally.add(hash);
    tally.clear();
    tally.add(7);
    EXPECT_EQ(tally.total(), 1U);
    EXPECT_DOUBLE_EQ(tally.entropy_bits(), 0);
}

// The trap that entropy divided by its maximum falls into: 1 for every text of a few words.
TEST(Entropy, TheUsualOneStillGrowsWithLongTexts) {
    double before = -1;
    for (const std::size_t words : {1U, 4U, 16U, 64U, 256U, 1024U}) {
        EXPECT_GT(usual_word_entropy_bits(words), before);
        EXPECT_LE(usual_word_entropy_bits(words), std::log2(words) + 1e-9);
        before = usual_word_entropy_bits(words);
    }
}

}  // namespace
}  // namespace greeninfer::scorer
