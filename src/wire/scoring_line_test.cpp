#include "wire/scoring_line.hpp"

#include <gtest/gtest.h>

namespace greeninfer::wire {
namespace {

TEST(ScoringLine, ReadsPromptAndAnyId) {
    const auto line = read_scoring_line(R"({"id": 7, "gold": ["x"], "prompt": "a\nb\u00e9"})");
    ASSERT_TRUE(line.has_value());
    EXPECT_EQ(line->id, "7");
    EXPECT_EQ(line->prompt, "a\nb\u00e9");
    EXPECT_EQ(read_scoring_line(R"({"prompt":"","id":"x/1"})")->id, R"("x/1")");
    EXPECT_EQ(read_scoring_line(R"({"prompt":""})")->id, "null");
}

TEST(ScoringLine, SaysWhatIsWrongWithALine) {
    EXPECT_EQ(read_scoring_line(R"({"id":1})").error().field, "prompt");
    EXPECT_EQ(read_scoring_line(R"({"prompt":3})").error().field, "prompt");
    EXPECT_FALSE(read_scoring_line("").has_value());
    EXPECT_FALSE(read_scoring_line("[]").has_value());
    EXPECT_FALSE(read_scoring_line(R"({"prompt":"x"} {})").has_value());
}

TEST(ScoringLine, PrintsOneLine) {
    std::string out;
    append_scored_line({.id = R"("x/1")", .score = 12.5, .label = "Trivial", .p_right = {0.5, 0.25, 1}}, out);
    EXPECT_EQ(out, R"({"id":"x/1","score":12.5,"label":"Trivial","p_right":{"small":0.5,"medium":0.25,"large":1}})"
                   "\n");
}

}  // namespace
}  // namespace greeninfer::wire
