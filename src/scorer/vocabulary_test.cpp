#include "scorer/vocabulary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scorer/text_for_test.hpp"

namespace greeninfer::scorer {
namespace {

Vocabulary vocabulary_of(const std::vector<std::u32string_view>& pieces) {
    std::vector<std::uint32_t> keys;
    for (const std::u32string_view piece : pieces) keys.push_back(Vocabulary::key_of(piece));
    return Vocabulary(keys);
}

std::vector<std::uint16_t> cut(const Vocabulary& vocabulary, std::u32string_view text) {
    std::vector<std::uint16_t> pieces;
    vocabulary.cut(text, words_of(text), pieces);
    return pieces;
}

TEST(Vocabulary, TakesTheLongestPieceFirst) {
    const Vocabulary vocabulary = vocabulary_of({U"un", U"under", U"##stand", U"##able", U"?"});
    EXPECT_THAT(cut(vocabulary, U"understandable?"), testing::ElementsAre(1, 2, 3, 4));
    EXPECT_THAT(cut(vocabulary, U"under un"), testing::ElementsAre(1, 0));
}

TEST(Vocabulary, AWordItCannotCutIsUnknownAsAWhole) {
    const Vocabulary vocabulary = vocabulary_of({U"un", U"##der"});
    EXPECT_THAT(cut(vocabulary, U"undo"), testing::ElementsAre(Vocabulary::kUnknown));
    EXPECT_THAT(cut(vocabulary, std::u32string(5000, U'u')), testing::ElementsAre(Vocabulary::kUnknown));
}

TEST(Vocabulary, EmptyOneCutsNothing) {
    EXPECT_TRUE(cut(Vocabulary(), U"any text").empty());
}

}  // namespace
}  // namespace greeninfer::scorer
