#include "budget/cost.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace greeninfer::budget {
namespace {

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

TEST(Cost, IsWholeAndNothingIsFree) {
    const Cost cost = cost_of(Carbon::grams(0.00075636), Money::usd(1e-12));
    EXPECT_EQ(cost.carbon_nanograms, 756'360);
    EXPECT_EQ(cost.money_nanodollars, 1);
    EXPECT_EQ(cost_of({}, {}), Cost());
    EXPECT_DOUBLE_EQ(grams(nanograms(5)), 5);
    EXPECT_DOUBLE_EQ(dollars(nanodollars(0.25)), 0.25);
}

TEST(Cost, IsBoundedWhateverComesIn) {
    for (const double wild : {-1.0, -0.0, std::numeric_limits<double>::quiet_NaN()}) {
        EXPECT_EQ(cost_of(Carbon::grams(wild), Money::usd(wild)), Cost());
    }
    for (const double wild : {1e300, std::numeric_limits<double>::infinity()}) {
        EXPECT_EQ(cost_of(Carbon::grams(wild), {}).carbon_nanograms, kCostMax);
    }
}

TEST(Cost, SumsStopAtTheEnds) {
    EXPECT_EQ(saturating_sum(kMax, 1), kMax);
    EXPECT_EQ(saturating_sum(-kMax, -kMax), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(saturating_sum(2, 3), 5);
}

}  // namespace
}  // namespace greeninfer::budget
