#include "scorer/words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scorer/text_for_test.hpp"

namespace greeninfer::scorer {
namespace {

std::vector<std::u32string> texts_of(std::u32string_view text) {
    std::vector<std::u32string> texts;
    for (const Word& word : words_of(text)) texts.emplace_back(text.substr(word.begin, word.length));
    return texts;
}

TEST(Words, AreRunsOfLettersAndDigitsAndSingleMarks) {
    EXPECT_THAT(texts_of(U"it's x_1 = 42,\nда!"),
                testing::ElementsAre(U"it", U"'", U"s", U"x_1", U"=", U"42", U",", U"да", U"!"));
}

TEST(Words, SignsOfUnspacedScriptsStandAlone) {
    EXPECT_THAT(texts_of(U"证明ab素数"), testing::ElementsAre(U"证", U"明", U"ab", U"素", U"数"));
    EXPECT_EQ(words_of(U"证")[0].kind, WordKind::sign);
}

TEST(Words, KnowTheirKind) {
    const auto words = words_of(U"word 42 + ωμ");
    ASSERT_EQ(words.size(), 4U);
    EXPECT_EQ(words[0].kind, WordKind::word);
    EXPECT_EQ(words[1].kind, WordKind::number);
    EXPECT_EQ(words[2].kind, WordKind::mark);
    EXPECT_TRUE(words[0].is_latin);
    EXPECT_FALSE(words[3].is_latin);
}

TEST(Words, HaveTheHashesOfTheirStems) {
    const Word word = words_of(U"theorems")[0];
    EXPECT_EQ(word.hash, hash_of(U"theorems"));
    EXPECT_EQ(word.stem_hashes[0], hash_of(U"theo"));
    EXPECT_EQ(word.stem_hashes[3], hash_of(U"theorem"));
    EXPECT_EQ(words_of(U"prov")[0].stem_hashes[0], 0U);
}

}  // namespace
}  // namespace greeninfer::scorer
