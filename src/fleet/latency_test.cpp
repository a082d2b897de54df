#include "fleet/latency.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace greeninfer::fleet {
namespace {

using namespace std::chrono_literals;

constexpr Moment kNow{100h};

TEST(Latency, IsUnknownUntilMeasured) {
    Latency latency;
    EXPECT_FALSE(latency.at(kNow));
    latency.begin_trial(kNow);
    EXPECT_FALSE(latency.at(kNow)) << "a trial is no measurement";
    latency.record(80ms, kNow);
    EXPECT_DOUBLE_EQ(latency.at(kNow)->count(), 80);
}

TEST(Latency, FollowsSlowlyWhatItSees) {
    Latency latency;
    latency.record(100ms, kNow);
    latency.record(200ms, kNow);
    EXPECT_DOUBLE_EQ(latency.at(kNow)->count(), 120);
    for (int i = 0; i < 50; ++i) latency.record(200ms, kNow);
    EXPECT_NEAR(latency.at(kNow)->count(), 200, 0.1);
}

TEST(Latency, IsForgottenSoThatASlowRegionIsAskedAgainByOneRequest) {
    Latency latency;
    latency.record(900ms, kNow);
    EXPECT_TRUE(latency.at(kNow + Latency::kForgetAfter));
    const Moment later = kNow + Latency::kForgetAfter + 1ns;
    EXPECT_FALSE(latency.at(later));
    latency.begin_trial(later);
    EXPECT_DOUBLE_EQ(latency.at(later)->count(), 900) << "the next request does not follow the trial";
    latency.record(40ms, later);
    EXPECT_LT(latency.at(later)->count(), 900);
}

TEST(Latency, LosesNothingBetweenCores) {
    Latency latency;
    std::vector<std::thread> cores;
    for (int core = 0; core < 4; ++core) {
        cores.emplace_back([&] {
            for (int i = 0; i < 1000; ++i) latency.record(50ms, kNow);
        });
    }
    for (std::thread& core : cores) core.join();
    EXPECT_DOUBLE_EQ(latency.at(kNow)->count(), 50);
}

}  // namespace
}  // namespace greeninfer::fleet
