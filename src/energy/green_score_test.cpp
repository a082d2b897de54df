#include "energy/green_score.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace greeninfer::energy {
namespace {

ScoredAnswer answer_of(double grams, double quality = 1) {
    return {.original_prompt_tokens = 100, .answer_tokens = 400, .carbon = Carbon::grams(grams), .quality = quality};
}

TEST(GreenScore, IsHalfAtTheReference) {
    // By hand: (400 + 100/12) x 0.95 mWh x 1.2 x 472.94 g/kWh = 0.22015 g.
    const double reference = reference_carbon(100, 400).as_grams();
    EXPECT_NEAR(reference, 0.22015, 1e-5);
    EXPECT_EQ(green_score(answer_of(reference)), 50);
    EXPECT_EQ(green_score(answer_of(0)), 100);
    EXPECT_EQ(green_score(answer_of(3 * reference)), 25);
}

TEST(GreenScore, SpreadsTheTiersOfOneFleet) {
    // The published coefficients of the tiers on electricity of 363 g/kWh, PUE 1.2.
    const auto score = [](double token_mwh) { return *green_score(answer_of(400 * token_mwh / 1e6 * 1.2 * 363)); };
    EXPECT_EQ(score(0.04), 97);
    EXPECT_EQ(score(0.18), 88);
    EXPECT_EQ(score(0.95), 57);  // a fleet of one large model is not at 0
}

TEST(GreenScore, RewardsLessCarbonForTheSameQualityAndQualityForTheSameCarbon) {
    EXPECT_TRUE(rc::check([] {
        const double grams = *rc::gen::inRange(1, 10'000) / 1000.0;
        const double quality = *rc::gen::inRange(0, 101) / 100.0;
        RC_ASSERT(*green_score(answer_of(grams / 2, quality)) >= *green_score(answer_of(grams, quality)));
        RC_ASSERT(*green_score(answer_of(grams, quality)) <= *green_score(answer_of(grams, 1)));
    }));
    EXPECT_GT(*green_score(answer_of(0.1)), *green_score(answer_of(0.2)));
    EXPECT_GT(*green_score(answer_of(0.2, 0.9)), *green_score(answer_of(0.2, 0.5)));
}

TEST(GreenScore, IsNoPenaltyForLength) {
    // A long answer that a question needs, at the same cost per token, scores as a short one does.
    ScoredAnswer short_answer{
        .original_prompt_tokens = 0, .answer_tokens = 100, .carbon = Carbon::grams(0.02), .quality = 0.9};
    ScoredAnswer long_answer = short_answer;
    long_answer.answer_tokens = 1000;
    long_answer.carbon = Carbon::grams(0.2);
    EXPECT_EQ(green_score(short_answer), green_score(long_answer));
    // And a short wrong one does not beat it.
    short_answer.quality = 0.2;
    EXPECT_LT(*green_score(short_answer), *green_score(long_answer));
}

TEST(GreenScore, IsAbsentWhereSomethingIsUnknown) {
    ScoredAnswer answer = answer_of(0.1);
    answer.carbon.reset();
    EXPECT_EQ(green_score(answer), std::nullopt);
    answer = answer_of(0.1);
    answer.quality.reset();
    EXPECT_EQ(green_score(answer), std::nullopt);
    answer = answer_of(0.1);
    answer.answer_tokens = 0;
    EXPECT_EQ(green_score(answer), std::nullopt);
}

}  // namespace
}  // namespace greeninfer::energy
