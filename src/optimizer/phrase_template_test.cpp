#include "optimizer/phrase_template.hpp"

#include <gtest/gtest.h>

namespace greeninfer::optimizer {
namespace {

TEST(PhraseTemplate, StandsForEveryCombination) {
    const auto texts = expansions("(a|b (c|d)) e(.|)");
    ASSERT_TRUE(texts);
    EXPECT_EQ(*texts, (std::vector<std::string>{"a e", "a e.", "b c e", "b c e.", "b d e", "b d e."}));
}

TEST(PhraseTemplate, NamesEachTextOnce) {
    const auto texts = expansions("(a|a)(|)");
    ASSERT_TRUE(texts);
    EXPECT_EQ(*texts, std::vector<std::string>{"a"});
}

TEST(PhraseTemplate, RefusesWhatIsNotWellFormed) {
    for (const char* text : {"(a|b", "a)", "a|b", "((a)", "(a))"}) EXPECT_FALSE(expansions(text)) << text;
}

TEST(PhraseTemplate, HasBounds) {
    std::string many;
    for (int i = 0; i < 13; ++i) many += "(a|b)";
    EXPECT_FALSE(expansions(many));
    EXPECT_FALSE(expansions(std::string(100, '(') + "a" + std::string(100, ')')));
}

}  // namespace
}  // namespace greeninfer::optimizer
