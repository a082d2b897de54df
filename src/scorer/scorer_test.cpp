#include "scorer/scorer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <thread>

#include "scorer/conversation.hpp"
#include "scorer/reasons.hpp"
#include "scorer/scorer_for_test.hpp"

namespace greeninfer::scorer {
namespace {

constexpr std::string_view kHard =
    "Design a lock-free hash map in C++ that grows without stopping its readers. Prove that every operation is "
    "linearizable, compare your approach with hazard pointers and with epochs, and justify each memory order.";

TEST(Scorer, LabelsFollowTheScore) {
    EXPECT_EQ(label_of(0), Label::trivial);
    EXPECT_EQ(label_of(14.999), Label::trivial);
    EXPECT_EQ(label_of(15), Label::simple);
    EXPECT_EQ(label_of(40), Label::medium);
    EXPECT_EQ(label_of(70), Label::medium);
    EXPECT_EQ(label_of(70.001), Label::complex);
    EXPECT_EQ(name_of(Label::complex), "Complex");
}

TEST(Scorer, AnyBytesGiveAFiniteAnswer) {
    rc::check("any bytes as a message", [](const std::string& bytes) {
        const Assessment assessment = assess(bytes);
        RC_ASSERT(assessment.score >= 0 && assessment.score <= 100);
        for (const double chance : assessment.p_right) RC_ASSERT(chance >= 0 && chance <= 1);
    });
}

TEST(Scorer, ExtremesAreJudgedToo) {
    const std::string huge(8U << 20U, 'x');
    const std::string invalid(100000, '\xff');
    std::string words;
    while (words.size() < (1U << 20U)) words += "word ";
    for (const std::string& text : {huge, invalid, words, std::string(5000, '?'), std::string(1, '\0')}) {
        EXPECT_TRUE(std::isfinite(assess(text).score));
    }
}

TEST(Scorer, NothingToReadIsTrivial) {
    for (const std::string_view text : {"", " \n\t", "\xef\xbb\xbf"}) {
        const Assessment assessment = assess(text);
        EXPECT_EQ(assessment.score, 0);
        EXPECT_EQ(assessment.reasons[0], kReasonEmpty);
    }
    EXPECT_EQ(assess(std::vector<Turn>{}).score, 0);
}

TEST(Scorer, NothingButCourtesyIsTrivialWhateverWasSaidBefore) {
    const Assessment assessment = assess(std::vector<Turn>{{Speaker::user, kHard}, {Speaker::user, "Thank you!"}});
    EXPECT_EQ(assessment.label, Label::trivial);
    EXPECT_EQ(assessment.reasons[0], kReasonCourtesy);
}

TEST(Scorer, TheSameInputGivesTheSameAnswerOnEveryThread) {
    const Assessment here = assess(kHard);
    std::vector<std::thread> threads;
    std::vector<double> scores(4);
    for (double& score : scores) {
        threads.emplace_back([&score] {
            Scratch scratch;
            const Turn turn{Speaker::user, kHard};
            for (int i = 0; i < 50; ++i) score = built_in_scorer().assess({.turns = {&turn, 1}}, scratch).score;
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_THAT(scores, testing::Each(here.score));
}

TEST(Scorer, AnswersDoNotDependOnWhatTheScratchHeld) {
    const double alone = assess("Why is the sky blue?").score;
    assess(std::string(20000, 'z') + std::string(kHard));
    EXPECT_EQ(assess("Why is the sky blue?").score, alone);
}

TEST(Scorer, EarlierTurnsRaiseAShortFollowUpButNotALongOne) {
    const auto after = [](std::string_view before, std::string_view message) {
        return assess(
            std::vector<Turn>{{Speaker::user, before}, {Speaker::assistant, "Here it is."}, {Speaker::user, message}});
    };
    constexpr std::string_view kFollowUp = "and what about the second one";
    EXPECT_GT(after(kHard, kFollowUp).score, assess(kFollowUp).score + 10);
    EXPECT_LT(after(kHard, kFollowUp).score, assess(kHard).score);
    EXPECT_GT(after(kHard, kFollowUp).features.background_points, 10);
    EXPECT_LT(after(kHard, kFollowUp).p_right[0], assess(kFollowUp).p_right[0]);

    constexpr std::string_view kEasyLong =
        "play some quiet music in the kitchen and then set a timer for ten minutes because the pasta is on the stove "
        "and i always forget about it when i am reading in the other room";
    EXPECT_LT(after(kHard, kEasyLong).score, assess(kEasyLong).score + 20);
}

TEST(Scorer, EarlierTurnsNeverLowerTheScore) {
    const double alone = assess(kHard).score;
    EXPECT_GE(assess(std::vector<Turn>{{Speaker::user, "hi there"}, {Speaker::user, kHard}}).score, alone);
}

TEST(Scorer, ASystemPromptCountsLessThanAnEarlierQuestion) {
    const auto with = [](Speaker speaker) {
        return assess(std::vector<Turn>{{speaker, kHard}, {Speaker::user, "what about now"}}).score;
    };
    EXPECT_GT(with(Speaker::user), with(Speaker::system));
    EXPECT_GT(with(Speaker::system), assess("what about now").score);
}

TEST(Scorer, TheLastUserMessageIsFoundBehindToolsAndAnswers) {
    const Assessment assessment = assess(
        std::vector<Turn>{{Speaker::user, kHard}, {Speaker::assistant, "Let me look that up."}, {Speaker::tool, "ok"}});
    EXPECT_GE(assessment.score, assess(kHard).score);
}

TEST(Scorer, ToolsAndImagesRaiseTheScoreByTheirPoints) {
    const std::vector<Turn> turns{{Speaker::user, "what do you see here"}};
    const double alone = assess(turns).score;
    EXPECT_NEAR(assess(turns, true, false).score, alone + kToolPoints, 1e-9);
    EXPECT_NEAR(assess(turns, false, true).score, alone + kImagePoints, 1e-9);
    EXPECT_LE(assess({{Speaker::user, kHard}}, true, true).score, 100);
    EXPECT_LT(assess(turns, true, true).p_right[0], assess(turns).p_right[0]);
}

TEST(Scorer, SmallTalkWithToolsStaysTrivial) {
    EXPECT_EQ(assess({{Speaker::user, "Hello! How are you?"}}, true, false).label, Label::trivial);
}

// The reasons are measured on the score itself, so a prompt without the thing cannot name it as what raised it.
TEST(Scorer, ReasonsNameWhatIsThere) {
    const Assessment code = assess("```python\ndef f(x):\n    return g(x) == h(x)\n```\nRefactor this function.");
    EXPECT_THAT(code.reasons, testing::Contains(testing::HasSubstr("code")));
    const Assessment small_talk = assess("what's the weather like tomorrow");
    EXPECT_THAT(small_talk.reasons[0], testing::Not(testing::IsEmpty()));
    for (const std::string_view reason : small_talk.reasons)
        EXPECT_THAT(reason, testing::Not(testing::HasSubstr("hard")));
}

TEST(Scorer, FeaturesAreNamedOnce) {
    std::vector<std::string_view> names;
    assess(kHard).features.each([&](std::string_view name, double) { names.push_back(name); });
    std::ranges::sort(names);
    EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
    EXPECT_GE(names.size(), kFeatureCount);
}

}  // namespace
}  // namespace greeninfer::scorer
