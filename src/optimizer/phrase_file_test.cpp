#include "optimizer/phrase_file.hpp"

#include <gtest/gtest.h>

namespace greeninfer::optimizer {
namespace {

std::string error_of(std::string_view text) {
    const auto book = read_phrases(text, "test");
    return book ? "" : book.error().detail;
}

TEST(PhraseFile, ReadsPhrasesAndWords) {
    const auto book = read_phrases("# head\n\nopening\tHi(,|)\nword\tkind\nword\tof\nalone\tplease\n", "test");
    ASSERT_TRUE(book);
    const auto id = [&](std::string_view word) { return book->ids().find(word); };
    EXPECT_TRUE(book->may_go(id("kind")));
    EXPECT_FALSE(book->may_go_alone(id("kind")));
    EXPECT_TRUE(book->may_go(id("please")));
    EXPECT_TRUE(book->may_go_alone(id("please")));
    EXPECT_FALSE(book->may_go(id("hi")));  // of a phrase, but not said to be of the vocabulary
    EXPECT_FALSE(book->may_go(id("graph")));
}

TEST(PhraseFile, SaysWhereItIsWrong) {
    EXPECT_EQ(error_of("word\ta\nopening Hi\n"), "test, line 2: no tab behind the kind");
    EXPECT_EQ(error_of("word\t\n"), "test, line 1: nothing behind the tab");
    EXPECT_EQ(error_of("ending\tx\n"), "test, line 1: unknown kind 'ending'");
    EXPECT_EQ(error_of("opening\t(a\n"), "test, line 1: '(' without ')'");
}

TEST(PhraseFile, TheBuiltInOneIsReadAndHoldsNoWordsOfRequests) {
    const auto book = read_phrases(embedded_phrases(), "built in");
    ASSERT_TRUE(book) << book.error().detail;
    for (const char* word : {"please", "would", "appreciate", "thanks"}) {
        EXPECT_TRUE(book->may_go(book->ids().find(word))) << word;
    }
    for (const char* word : {"python", "france", "function", "algorithm"}) {
        EXPECT_FALSE(book->may_go(book->ids().find(word))) << word;
    }
    EXPECT_TRUE(book->may_go_alone(book->ids().find("please")));
    EXPECT_FALSE(book->may_go_alone(book->ids().find("of")));
}

}  // namespace
}  // namespace greeninfer::optimizer
