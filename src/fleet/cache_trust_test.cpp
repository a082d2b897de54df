#include "fleet/cache_trust.hpp"

#include <gtest/gtest.h>

namespace greeninfer::fleet {
namespace {

TEST(CacheTrust, BeginsWithTheIndexAtItsWordAndLearnsTheShare) {
    CacheTrust trust;
    EXPECT_EQ(trust.share(), 1);
    for (int i = 0; i < 60; ++i) EXPECT_FALSE(trust.record(1000, 600, 2000));
    EXPECT_NEAR(trust.share(), 0.6, 0.01);
    for (int i = 0; i < 60; ++i) EXPECT_FALSE(trust.record(1000, 1500, 2000));
    EXPECT_NEAR(trust.share(), 1, 0.01) << "more than expected is no more than all";
}

TEST(CacheTrust, TwoMissesInARowAreAColdCacheAndOneIsAnEviction) {
    CacheTrust trust;
    EXPECT_FALSE(trust.record(1000, 0, 2000));
    EXPECT_FALSE(trust.record(1000, 1000, 2000));
    EXPECT_FALSE(trust.record(1000, 0, 2000));
    EXPECT_TRUE(trust.record(1000, 50, 2000));
    EXPECT_EQ(trust.share(), 0.5);
    EXPECT_FALSE(trust.record(1000, 0, 2000)) << "the count begins anew";
}

TEST(CacheTrust, AnEngineThatCachesNothingIsNotGoneToForItsCache) {
    CacheTrust trust;
    for (int i = 0; i < 20; ++i) trust.record(1000, 0, 2000);
    EXPECT_LT(trust.share(), 0.01);
    for (int i = 0; i < 30; ++i) trust.record(1000, 1000, 2000);
    EXPECT_GT(trust.share(), 0.9) << "and may learn";
}

TEST(CacheTrust, ALieOrAShortBeginningTeachesNothing) {
    CacheTrust trust;
    for (int i = 0; i < 10; ++i) {
        EXPECT_FALSE(trust.record(1000, 5000, 2000)) << "more than was sent";
        EXPECT_FALSE(trust.record(20, 0, 2000));
    }
    EXPECT_EQ(trust.share(), 1);
}

}  // namespace
}  // namespace greeninfer::fleet
