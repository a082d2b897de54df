#include "scorer/grams.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "scorer/text_for_test.hpp"

namespace greeninfer::scorer {
namespace {

std::map<std::uint32_t, float> grams_of(std::u32string_view text, unsigned bits) {
    GramCounts counts;
    counts.count(text, words_of(text), bits);
    std::map<std::uint32_t, float> grams;
    counts.each([&](std::uint32_t bucket, float value) { grams[bucket] = value; });
    return grams;
}

TEST(Grams, HaveLengthOneTogether) {
    double squares = 0;
    for (const auto& [bucket, value] : grams_of(U"the cat and the dog and the bird", 18)) squares += value * value;
    EXPECT_NEAR(squares, 1, 1e-5);
}

TEST(Grams, AreWordsPairsAndFourCharacters) {
    // Two words, one pair; "ab cd" has two runs of four characters.
    EXPECT_EQ(grams_of(U"ab cd", 18).size(), 5U);
    EXPECT_TRUE(grams_of(U"", 18).empty());
}

TEST(Grams, WithFewerBitsAreTheLastBitsOfMore) {
    const auto many = grams_of(U"one two three", 18);
    const auto few = grams_of(U"one two three", 10);
    for (const auto& [bucket, value] : many) EXPECT_TRUE(few.contains(bucket & 1023U));
}

TEST(Grams, CountRepeatsByTheirLogarithm) {
    GramCounts counts;
    counts.count(U"a a a", words_of(U"a a a"), 18);
    float most = 0;
    float least = 1;
    counts.each([&](std::uint32_t, float value) {
        most = std::max(most, value);
        least = std::min(least, value);
    });
    EXPECT_NEAR(most / least, std::log(4.0F) / std::log(2.0F), 1e-4);
}

TEST(Grams, ForgetTheTextBefore) {
    GramCounts counts;
    counts.count(U"something else entirely", words_of(U"something else entirely"), 16);
    counts.count(U"ab cd", words_of(U"ab cd"), 16);
    EXPECT_EQ(counts.size(), 5U);
}

}  // namespace
}  // namespace greeninfer::scorer
