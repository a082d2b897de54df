#include "budget/rate_bucket.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace greeninfer::budget {
namespace {

using namespace std::chrono_literals;

constexpr Moment kStart{1h};

TEST(RateBucket, StartsFullAndFillsEvenly) {
    RateBucket bucket;
    bucket.refill(60, kStart);
    EXPECT_EQ(bucket.status(60).remaining, 60);
    EXPECT_EQ(bucket.status(60).reset, 0us);
    bucket.take(60, 60);
    EXPECT_FALSE(bucket.has(1));
    EXPECT_EQ(bucket.status(60).reset, 60s);
    EXPECT_EQ(bucket.wait_for(1, 60), 1s);
    bucket.refill(60, kStart + 999ms);
    EXPECT_FALSE(bucket.has(1));
    bucket.refill(60, kStart + 1s);
    EXPECT_TRUE(bucket.has(1));
    EXPECT_EQ(bucket.status(60).remaining, 1);
    bucket.refill(60, kStart + 1h);
    EXPECT_EQ(bucket.status(60).remaining, 60) << "no more than full";
}

TEST(RateBucket, ALowerLimitHoldsAtOnceAndAHigherOneFillsUp) {
    RateBucket bucket;
    bucket.refill(1000, kStart);
    bucket.refill(10, kStart);
    EXPECT_EQ(bucket.status(10).remaining, 10);
    bucket.refill(1000, kStart);
    EXPECT_EQ(bucket.status(1000).remaining, 10);
    bucket.refill(1000, kStart + 1min);
    EXPECT_EQ(bucket.status(1000).remaining, 1000);
}

TEST(RateBucket, WhatIsOwedIsWaitedForButNotForYears) {
    RateBucket bucket;
    bucket.refill(60, kStart);
    bucket.take(120, 60);
    EXPECT_EQ(bucket.status(60).remaining, 0);
    EXPECT_EQ(bucket.wait_for(1, 60), 61s);
    bucket.take(std::numeric_limits<std::int64_t>::max(), 60);
    EXPECT_EQ(bucket.wait_for(60, 60), 11min);
    bucket.take(-120, 60);
    EXPECT_EQ(bucket.wait_for(60, 60), 9min) << "given back";
}

TEST(RateBucket, ATimeThatGoesBackGivesNothing) {
    RateBucket bucket;
    bucket.refill(60, kStart);
    bucket.take(60, 60);
    bucket.refill(60, kStart - 1h);
    bucket.refill(60, kStart);
    EXPECT_FALSE(bucket.has(1));
}

// However often it is asked in between, no time gives more than the limit's share of it, and none is lost.
TEST(RateBucket, NeverGivesMoreThanTheLimitAndLosesNothing) {
    rc::check([] {
        const std::int64_t limit = *rc::gen::inRange<std::int64_t>(1, 100'000);
        RateBucket bucket;
        Moment now = kStart;
        bucket.refill(limit, now);
        std::int64_t taken = 0;
        for (int step = 0; step < 200; ++step) {
            now += std::chrono::microseconds(*rc::gen::inRange(0, 2'000'000));
            bucket.refill(limit, now);
            const auto units = *rc::gen::inRange<std::int64_t>(1, limit + 1);
            if (!bucket.has(units)) continue;
            bucket.take(units, limit);
            taken += units;
        }
        const auto passed_us = std::chrono::duration_cast<std::chrono::microseconds>(now - kStart).count();
        RC_ASSERT((taken - limit) * 60'000'000 <= passed_us * limit);
        bucket.refill(limit, now + bucket.status(limit).reset);
        RC_ASSERT(bucket.has(limit));
    });
}

}  // namespace
}  // namespace greeninfer::budget
