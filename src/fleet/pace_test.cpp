#include "fleet/pace.hpp"

#include <gtest/gtest.h>

#include <random>

namespace greeninfer::fleet {
namespace {

TEST(Pace, IsUnknownUntilAnAnswerBegan) {
    Pace pace;
    EXPECT_FALSE(pace.figures().has_value());
    pace.record_first_token(100, Seconds(0.1));
    EXPECT_TRUE(pace.figures().has_value());
}

TEST(Pace, OfGreetingsTellsNothingOfReading) {
    Pace pace;
    pace.record_first_token(10, Seconds(0.1));
    pace.record_output(5, Seconds(0.1));
    EXPECT_FALSE(pace.figures()->is_reading_known);
    pace.record_first_token(500, Seconds(1));
    EXPECT_TRUE(pace.figures()->is_reading_known);
}

TEST(Pace, OfOneLengthOfPromptsIsForTheirTokens) {
    Pace pace;
    for (int i = 0; i < 3; ++i) {
        pace.record_first_token(200, Seconds(8));
        EXPECT_NEAR(pace.figures()->base_seconds, 0.05, 0.02) << "a slow engine, not one that is slow to begin";
        EXPECT_NEAR(pace.figures()->seconds_per_prompt_token, 0.04, 0.002);
    }
}

TEST(Pace, TellsThePartOfTheRequestFromThePartOfItsTokens) {
    Pace pace;
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> tokens(0, 4000), noise(0.95, 1.05);
    for (int i = 0; i < 100; ++i) {
        const double read = tokens(random);
        pace.record_first_token(read, Seconds((0.2 + read / 1000) * noise(random)));
    }
    EXPECT_NEAR(pace.figures()->base_seconds, 0.2, 0.15);
    EXPECT_NEAR(pace.figures()->seconds_per_prompt_token, 1e-3, 1e-4);
}

TEST(Pace, FollowsAnEndpointThatBecomesSlow) {
    Pace pace;
    for (int i = 0; i < 50; ++i) pace.record_first_token(100 + 50 * (i % 5), Seconds(0.1));
    for (int i = 0; i < 30; ++i) pace.record_first_token(100 + 50 * (i % 5), Seconds(2));
    const PaceFigures figures = *pace.figures();
    EXPECT_NEAR(figures.base_seconds + 200 * figures.seconds_per_prompt_token, 2, 0.2);
}

// A cold prompt after many warm ones must not seem free, nor dear, because of the noise among these.
TEST(Pace, RemembersWhatATokenTakesThroughManyShortPrompts) {
    Pace pace;
    std::mt19937_64 random(1);
    std::normal_distribution<double> noise(0, 0.01);
    for (int i = 0; i < 20; ++i) {
        const double tokens = i % 2 == 0 ? 6000 : 200;
        pace.record_first_token(tokens, Seconds(0.03 + tokens * 40e-6));
    }
    for (int i = 0; i < 60; ++i) pace.record_first_token(200 + i % 3, Seconds(0.03 + 200 * 40e-6 + noise(random)));
    EXPECT_NEAR(pace.figures()->seconds_per_prompt_token, 40e-6, 8e-6);
    EXPECT_NEAR(pace.figures()->base_seconds, 0.03, 0.01);
}

TEST(Pace, NeverGivesTimeBack) {
    Pace pace;
    for (int i = 0; i < 30; ++i) pace.record_first_token(i % 2 == 0 ? 10 : 1000, Seconds(i % 2 == 0 ? 0.5 : 0.1));
    EXPECT_GE(pace.figures()->base_seconds, 0);
    EXPECT_GT(pace.figures()->seconds_per_prompt_token, 0);
}

TEST(Pace, OfWritingAndOfWholeAnswers) {
    Pace pace;
    pace.record_output(50, Seconds(1));
    EXPECT_DOUBLE_EQ(pace.figures()->seconds_per_output_token, 0.02);
    pace.record_output(0, Seconds(9));
    EXPECT_DOUBLE_EQ(pace.figures()->seconds_per_output_token, 0.02) << "nothing was written";
    pace.record_service(Seconds(3));
    EXPECT_DOUBLE_EQ(pace.figures()->service_seconds, 3);
    Pace whole;
    whole.record_whole(0, 100, Seconds(10.05));
    EXPECT_NEAR(whole.figures()->seconds_per_output_token, 0.1, 0.01);
}

}  // namespace
}  // namespace greeninfer::fleet
