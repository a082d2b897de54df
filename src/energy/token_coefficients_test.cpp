#include "energy/token_coefficients.hpp"

#include <gtest/gtest.h>

namespace greeninfer::energy {
namespace {

TEST(TokenCoefficients, AreTheTiersWhereNothingIsConfigured) {
    const auto coefficients = coefficients_of({}, Energy::milliwatt_hours(0.18));
    EXPECT_DOUBLE_EQ(coefficients.per_output_token.as_milliwatt_hours(), 0.18);
    EXPECT_DOUBLE_EQ(coefficients.per_prompt_token.as_milliwatt_hours(), 0.015);
}

TEST(TokenCoefficients, AreTheConfiguredOnesWhereGiven) {
    const auto output_only = coefficients_of({.output_mwh_per_token = 0.6}, Energy());
    EXPECT_DOUBLE_EQ(output_only.per_output_token.as_milliwatt_hours(), 0.6);
    EXPECT_DOUBLE_EQ(output_only.per_prompt_token.as_milliwatt_hours(), 0.05);
    const auto both = coefficients_of({.output_mwh_per_token = 0.6, .input_mwh_per_token = 0.0}, Energy());
    EXPECT_DOUBLE_EQ(both.per_prompt_token.as_milliwatt_hours(), 0);
}

TEST(TokenCoefficients, ChargeWhatWasReadAndWhatWasWritten) {
    const auto coefficients = coefficients_of({.output_mwh_per_token = 0.6, .input_mwh_per_token = 0.05}, Energy());
    EXPECT_NEAR(coefficients.of(1000, 50).as_milliwatt_hours(), 80, 1e-9);
    EXPECT_DOUBLE_EQ(coefficients.of(0, 0).as_joules(), 0);
}

}  // namespace
}  // namespace greeninfer::energy
