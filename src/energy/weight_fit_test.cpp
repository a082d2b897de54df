#include "energy/weight_fit.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>

#include "energy/token_coefficients.hpp"

namespace greeninfer::energy {
namespace {

// Windows in which the three parts vary independently.
Work window(int i) {
    return {.prompt_tokens = 1000.0 + 700.0 * (i % 5),
            .output_tokens = 400.0 + 300.0 * (i % 3),
            .looked_back = 1e5 + 9e4 * (i % 11),
            .shared_steps = 20.0 + 10 * (i % 7)};
}

void teach(WeightFit& fit, const WorkPrices& truth, int windows) {
    for (int i = 0; i < windows; ++i) fit.add(window(i), truth.joules_of(window(i)));
}

TEST(WeightFit, KnowsNothingBeforeTheFirstWindowWithWork) {
    WeightFit fit;
    EXPECT_FALSE(fit.prices());
    fit.add({}, 100);
    EXPECT_FALSE(fit.prices());
    EXPECT_DOUBLE_EQ(fit.log_deviation(), WeightFit::kLeastDeviation);
}

TEST(WeightFit, LearnsOnlyTheScaleAtFirst) {
    WeightFit fit;
    fit.add({.prompt_tokens = 1200, .output_tokens = 100}, 50);  // worth 200 written tokens
    ASSERT_TRUE(fit.prices());
    EXPECT_NEAR(fit.prices()->output_token_joules, 0.25, 1e-12);
    EXPECT_NEAR(fit.prices()->prompt_token_joules, 0.25 * kPromptTokenShare, 1e-12);
    EXPECT_EQ(fit.prices()->step_joules, 0);
}

TEST(WeightFit, FindsTheTruePricesOfVariedWindows) {
    struct Row {
        const char* name;
        WorkPrices truth;
    };
    const Row rows[] = {
        {"all of them", {0.02, 0.3, 1e-4, 4}},
        {"tokens alone", {0.05, 0.6, 0, 0}},
        {"dear prompts", {0.9, 0.1, 0, 5}},
        {"free prompts", {0, 0.6, 5e-4, 0}},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        WeightFit fit;
        teach(fit, row.truth, 300);
        for (int i = 0; i < 7; ++i) {
            const double exact = row.truth.joules_of(window(i));
            EXPECT_NEAR(fit.prices()->joules_of(window(i)), exact, 0.03 * exact);
        }
        EXPECT_NEAR(fit.prices()->output_token_joules, row.truth.output_token_joules, 0.1);
        EXPECT_NEAR(fit.prices()->prompt_token_joules, row.truth.prompt_token_joules, 0.1);
    }
}

TEST(WeightFit, FollowsAServerWhosePricesChange) {
    WeightFit fit;
    teach(fit, {0.02, 0.3, 1e-4, 4}, 200);
    teach(fit, {0.04, 0.6, 2e-4, 8}, 400);
    const double exact = WorkPrices{0.04, 0.6, 2e-4, 8}.joules_of(window(1));
    EXPECT_NEAR(fit.prices()->joules_of(window(1)), exact, 0.02 * exact);
}

TEST(WeightFit, WidensItsIntervalWhereWindowsAreNoisy) {
    WeightFit quiet;
    WeightFit noisy;
    for (int i = 0; i < 200; ++i) {
        const double joules = WorkPrices{0.02, 0.3, 1e-4, 4}.joules_of(window(i));
        quiet.add(window(i), joules);
        noisy.add(window(i), joules * (i % 2 == 0 ? 0.7 : 1.3));
    }
    EXPECT_DOUBLE_EQ(quiet.log_deviation(), WeightFit::kLeastDeviation);
    EXPECT_NEAR(noisy.log_deviation(), 0.3, 0.05);
}

// Whatever a meter says, no token may ever earn energy.
TEST(WeightFit, NeverGivesANegativePrice) {
    EXPECT_TRUE(rc::check([](const std::vector<std::array<std::uint16_t, 5>>& rows) {
        WeightFit fit;
        for (const auto& row : rows) {
            fit.add({.prompt_tokens = 1.0 * row[0],
                     .output_tokens = 1.0 * row[1],
                     .looked_back = 9.0 * row[2],
                     .shared_steps = 1e-3 * row[3]},
                    row[4]);
            if (!fit.prices()) continue;
            for (const double price : {fit.prices()->prompt_token_joules, fit.prices()->output_token_joules,
                                       fit.prices()->look_back_joules, fit.prices()->step_joules})
                RC_ASSERT(std::isfinite(price) && price >= 0);
        }
    }));
}

}  // namespace
}  // namespace greeninfer::energy
