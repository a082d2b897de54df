#include "base/units.hpp"

#include <gtest/gtest.h>

namespace greeninfer {
namespace {

// The examples that the first GreenInfer printed a thousand times too large.
TEST(Units, GramsOfAnAnswerAreEnergyTimesIntensity) {
    const auto intensity = CarbonIntensity::grams_per_kilowatt_hour(198);
    EXPECT_NEAR((Energy::milliwatt_hours(3.82) * intensity).as_grams(), 0.00075636, 1e-12);
    EXPECT_NEAR((Energy::milliwatt_hours(0.9) * intensity).as_grams(), 0.0001782, 1e-12);
    EXPECT_NEAR((Energy::milliwatt_hours(927.5) * intensity).as_grams(), 0.183645, 1e-9);
}

TEST(Units, ConvertBetweenJoulesAndWattHours) {
    EXPECT_DOUBLE_EQ(Energy::milliwatt_hours(1).as_joules(), 3.6);
    EXPECT_DOUBLE_EQ(Energy::kilowatt_hours(1).as_joules(), 3.6e6);
    EXPECT_DOUBLE_EQ(Energy::kilowatt_hours(1).as_milliwatt_hours(), 1e6);
    EXPECT_DOUBLE_EQ((Power::watts(2) * std::chrono::minutes(1)).as_joules(), 120);
}

TEST(Units, AddAndScaleLikeNumbers) {
    Money bill = Money::usd(1) + Money::usd(0.5);
    bill += Money::usd(0.5);
    EXPECT_DOUBLE_EQ((bill * 3).as_usd(), 6);
    EXPECT_DOUBLE_EQ(Carbon::grams(1) / Carbon::grams(4), 0.25);
    EXPECT_LT(Carbon::grams(1) - Carbon::grams(2), Carbon());
}

}  // namespace
}  // namespace greeninfer
