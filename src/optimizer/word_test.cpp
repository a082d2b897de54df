#include "optimizer/word.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

namespace greeninfer::optimizer {
namespace {

TEST(SplitWords, CutsAtWhiteSpaceOnly) {
    const std::string_view text =
        "  Hi,\tyou \n\n(a-b)\xc2\xa0"
        "c ";
    const auto words = split_words(text);
    ASSERT_EQ(words.size(), 3U);
    EXPECT_EQ(words[0].of(text), "Hi,");
    EXPECT_EQ(words[1].of(text), "you");
    EXPECT_EQ(words[2].of(text),
              "(a-b)\xc2\xa0"
              "c");
}

TEST(SplitWords, FindsNoneInBlanks) {
    EXPECT_TRUE(split_words("").empty());
    EXPECT_TRUE(split_words(" \n\t\r\v\f").empty());
}

TEST(SplitWords, LosesNoByteThatIsNotWhiteSpace) {
    rc::check("any bytes", [](const std::string& text) {
        std::string glued;
        std::uint32_t end = 0;
        for (const Word& word : split_words(text)) {
            RC_ASSERT(word.size_bytes > 0U);
            RC_ASSERT(word.begin >= end);
            end = word.end();
            glued += word.of(text);
        }
        std::string expected;
        for (const char byte : text) {
            if (byte != ' ' && (byte < '\t' || byte > '\r')) expected += byte;
        }
        RC_ASSERT(glued == expected);
    });
}

}  // namespace
}  // namespace greeninfer::optimizer
