#include "wire/content_words.hpp"

#include <gtest/gtest.h>

namespace greeninfer::wire {
namespace {

TEST(ContentWords, AreTheLongOnesInLowerCase) {
    EXPECT_EQ(content_words("How the Yeast feeds, and why: yeast!"), (ContentWords{"feeds", "yeast"}));
    EXPECT_EQ(content_words("an e.g. of it"), ContentWords{});
    EXPECT_EQ(content_words("Öl für Öfen"), (ContentWords{"für", "Öfen"}));
}

TEST(ContentWords, OfScriptsWithoutBlanksArePairsOfCharacters) {
    EXPECT_EQ(content_words("高齢化社会"), (ContentWords{"高齢", "齢化", "化社", "社会"}));
}

TEST(ContentWords, OverlapIsTheShareOfTheSmallerSet) {
    EXPECT_DOUBLE_EQ(overlap(content_words("cheap buses"), content_words("cheap buses and cheap ferries")), 1);
    EXPECT_DOUBLE_EQ(overlap(content_words("cheap buses"), content_words("cheap ferries only")), 0.5);
    EXPECT_DOUBLE_EQ(overlap({}, content_words("anything")), 0);
}

}  // namespace
}  // namespace greeninfer::wire
