#include "pipeline/lettered_options.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

namespace greeninfer::pipeline {
namespace {

constexpr std::string_view kQuestion = "Which is red?\n\nChoices:\nA) the sky\nB) blood\nC) grass.\n";

TEST(LetteredOptions, SeesAChoiceInWhateverCouldBeOne) {
    for (const std::string_view answer :
         {"B", "b) no, B", "The answer is B.", "(B)", "**B**", "\"answer\": \"C\"", "Option A", "The answer is A",
          "answer: A", "A) the sky", "(A", "It must be BLOOD, I think.", "A.", "Because of iron, C is wrong."}) {
        EXPECT_FALSE(names_no_option(kQuestion, answer)) << answer;
    }
}

TEST(LetteredOptions, SeesThatNothingWasChosen) {
    for (const std::string_view answer : {"A red thing is often warm.", "Let us think step by step.", "", "D", "Both.",
                                          "DNA, BBC and a-b.", "The sea"}) {
        EXPECT_TRUE(names_no_option(kQuestion, answer)) << answer;
    }
}

TEST(LetteredOptions, AsksOnlyWhereOptionsAreListed) {
    struct Case {
        std::string_view name;
        std::string_view question;
        bool has_options;
    };
    for (const Case& row : std::vector<Case>{
             {"round marks", "(A) one thing\n(B) other thing", true},
             {"full stops", "Which?\r\nA. one thing\r\nB. other thing\r\n", true},
             {"colons", "  A: one thing\n  B: other thing", true},
             {"no list", "Which of A and B?", false},
             {"one only", "A) one thing", false},
             {"not from the start", "B) one thing\nC) other thing", false},
             {"an article", "A thing\nB thing", false},
             {"nothing", "", false},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(lists_options(row.question), row.has_options);
        EXPECT_EQ(names_no_option(row.question, "It depends."), row.has_options);
    }
}

TEST(LetteredOptions, TheLastListCounts) {
    const std::string_view question = "Example:\nA) x1\nB) x2\nC) x3\nD) x4\nNow:\nA) y1\nB) y2\n";
    EXPECT_TRUE(names_no_option(question, "D"));
    EXPECT_FALSE(names_no_option(question, "B"));
}

TEST(LetteredOptions, TheConclusionIsTheEndThatNamesAnOption) {
    const std::string thinking = std::string(150, 'x') + " Let us see. " + std::string(100, 'y') + " is a step. ";
    EXPECT_EQ(conclusion_of(kQuestion, thinking + "So it is blood. The answer is B.\n"),
              std::string(100, 'y') + " is a step. So it is blood. The answer is B.");
    EXPECT_EQ(conclusion_of(kQuestion, "B."), "B.");
    EXPECT_EQ(conclusion_of(kQuestion, std::string(300, 'x') + "\n(B)"), "(B)");
}

TEST(LetteredOptions, WithoutAConclusionTheCheckerReadsAll) {
    const std::string chosen_first = "The answer is B. " + std::string(300, 'x') + ". Well.";
    EXPECT_EQ(conclusion_of(kQuestion, chosen_first), chosen_first);
    const std::string one_word = std::string(300, 'x') + "B";
    EXPECT_EQ(conclusion_of(kQuestion, one_word), one_word);
    const std::string open = std::string(300, 'x') + ". The answer is B.";
    EXPECT_EQ(conclusion_of("Why is blood red?", open), open);
    EXPECT_EQ(conclusion_of(kQuestion, ""), "");
}

TEST(LetteredOptions, AnyBytesAreJudged) {
    rc::check("a letter that is announced is always seen", [](const std::string& noise) {
        RC_ASSERT(noise.contains(conclusion_of(noise, noise)));
        RC_ASSERT(!names_no_option(kQuestion, noise + " The answer is (B)."));
    });
}

}  // namespace
}  // namespace greeninfer::pipeline
