#include "energy/savings.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace greeninfer::energy {
namespace {

TEST(Savings, AttributedAndIncrementalAreApart) {
    const auto savings = savings_against(Carbon::grams(1.0), Carbon::grams(0.2));
    EXPECT_DOUBLE_EQ(savings.attributed.as_grams(), 0.8);
    EXPECT_DOUBLE_EQ(savings.incremental.as_grams(), 0.112);
    EXPECT_DOUBLE_EQ(savings.incremental_p25.as_grams(), 0.024);
    EXPECT_DOUBLE_EQ(savings.incremental_p75.as_grams(), 0.224);
}

TEST(Savings, MayBeNegative) {
    // A cascade that climbed costs more than asking the large model at once.
    const auto savings = savings_against(Energy::joules(100), Energy::joules(130));
    EXPECT_DOUBLE_EQ(savings.attributed.as_joules(), -30);
    EXPECT_DOUBLE_EQ(savings.incremental.as_joules(), -4.2);
    EXPECT_LT(savings.incremental_p25, savings.incremental_p75);
}

TEST(Savings, IncrementalIsNeverTheLargerClaim) {
    EXPECT_TRUE(rc::check([](int baseline, int spent) {
        const auto savings = savings_against(Energy::joules(baseline), Energy::joules(spent));
        RC_ASSERT(std::abs(savings.incremental.as_joules()) <= std::abs(savings.attributed.as_joules()));
        RC_ASSERT(savings.incremental_p25 <= savings.incremental && savings.incremental <= savings.incremental_p75);
    }));
}

TEST(Savings, AreAgainstANamedBaseline) {
    EXPECT_EQ(name_of(Baseline::largest_tier), "largest_tier");
}

}  // namespace
}  // namespace greeninfer::energy
