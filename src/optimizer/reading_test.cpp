#include "optimizer/reading.hpp"

#include <gtest/gtest.h>

namespace greeninfer::optimizer {
namespace {

TEST(Reading, BringsWordsIntoANormalForm) {
    struct Row {
        std::string_view raw;
        std::string_view normal;
        bool bare;
    };
    const Row rows[]{{"Please,", "please", true},
                     {"don’t", "don't", true},
                     {"(I'm)", "i'm", false},
                     {"well…", "well", true},
                     {"\"Hi\"", "hi", false},
                     {"...", "", false},
                     {"'d", "'d", true},
                     {"C++", "c", false},
                     {"e-mail!?", "e-mail", true},
                     {"\xc3\x9c"
                      "BER",
                      "\xc3\x9c"
                      "ber",
                      true},
                     {"'quoted'", "'quoted", false}};
    for (const Row& row : rows) {
        SCOPED_TRACE(row.raw);
        const auto words = split_words(row.raw);
        const Reading reading(row.raw, words);
        EXPECT_EQ(reading[0].normal, row.normal);
        EXPECT_EQ(reading[0].bare, row.bare);
    }
}

TEST(Reading, KnowsWhereSentencesLinesAndParagraphsBegin) {
    const std::string_view text = "Ask dr. Who. Then wait\nfor it,\n\nplease";
    const auto words = split_words(text);
    const Reading reading(text, words);
    std::string sentences;
    std::string lines;
    std::string paragraphs;
    for (std::size_t i = 0; i < reading.size(); ++i) {
        sentences += reading[i].begins_sentence ? 'S' : '.';
        lines += reading[i].begins_line ? 'L' : '.';
        paragraphs += reading[i].begins_paragraph ? 'P' : '.';
    }
    EXPECT_EQ(sentences, "S..S.S.S");
    EXPECT_EQ(lines, "L....L.L");
    EXPECT_EQ(paragraphs, "P......P");
    EXPECT_TRUE(reading[6].pauses);
    EXPECT_EQ(reading[7].line, 3U);
    EXPECT_EQ(reading.line_end(0), 5U);
    EXPECT_EQ(reading.paragraph_end(0), 7U);
    EXPECT_EQ(reading.normal(99), "");
}

TEST(Reading, FindsWordsByTheirBytes) {
    const std::string_view text = "one two three";
    const auto words = split_words(text);
    const Reading reading(text, words);
    EXPECT_EQ(reading.words_in(4, 7), (std::pair<std::size_t, std::size_t>{1, 2}));
    EXPECT_EQ(reading.words_in(2, 5), (std::pair<std::size_t, std::size_t>{0, 2}));
    EXPECT_EQ(reading.words_in(3, 4), (std::pair<std::size_t, std::size_t>{1, 1}));
}

}  // namespace
}  // namespace greeninfer::optimizer
