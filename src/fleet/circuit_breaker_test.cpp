#include "fleet/circuit_breaker.hpp"

#include <gtest/gtest.h>

namespace greeninfer::fleet {
namespace {

using namespace std::chrono_literals;

class CircuitBreakerTest : public testing::Test {
protected:
    void fail_times(int times) {
        for (int i = 0; i < times; ++i) breaker_.record_failure(now_, settings_);
    }

    net::BreakerSettings settings_{.failures = 3, .window = 30s, .open_for = 10s, .successes = 2};
    CircuitBreaker breaker_;
    Moment now_{};
};

TEST_F(CircuitBreakerTest, OpensAfterFailuresInARow) {
    fail_times(2);
    EXPECT_TRUE(breaker_.allow(now_, settings_));
    fail_times(1);
    EXPECT_EQ(breaker_.state(), BreakerState::open);
    EXPECT_FALSE(breaker_.allow(now_ + 9s, settings_));
}

TEST_F(CircuitBreakerTest, ASuccessBreaksTheRow) {
    fail_times(2);
    breaker_.record_success(settings_);
    fail_times(2);
    EXPECT_EQ(breaker_.state(), BreakerState::closed);
}

TEST_F(CircuitBreakerTest, OldFailuresDoNotCount) {
    fail_times(2);
    now_ += 31s;
    fail_times(2);
    EXPECT_EQ(breaker_.state(), BreakerState::closed);
}

TEST_F(CircuitBreakerTest, LetsOneTrialAtATimeThroughAndClosesAfterEnough) {
    fail_times(3);
    now_ += 10s;
    EXPECT_TRUE(breaker_.allow(now_, settings_));
    EXPECT_FALSE(breaker_.allow(now_, settings_));
    breaker_.record_success(settings_);
    EXPECT_EQ(breaker_.state(), BreakerState::half_open);
    EXPECT_TRUE(breaker_.allow(now_, settings_));
    breaker_.record_success(settings_);
    EXPECT_EQ(breaker_.state(), BreakerState::closed);
}

TEST_F(CircuitBreakerTest, AFailedTrialOpensItAgain) {
    fail_times(3);
    now_ += 10s;
    EXPECT_TRUE(breaker_.allow(now_, settings_));
    breaker_.record_failure(now_, settings_);
    EXPECT_EQ(breaker_.state(), BreakerState::open);
    EXPECT_FALSE(breaker_.allow(now_ + 9s, settings_));
    EXPECT_TRUE(breaker_.allow(now_ + 10s, settings_));
}

TEST_F(CircuitBreakerTest, ATrialWhoseClientLeftMakesRoomForTheNext) {
    fail_times(3);
    now_ += 10s;
    EXPECT_TRUE(breaker_.allow(now_, settings_));
    breaker_.record_nothing();
    EXPECT_TRUE(breaker_.allow(now_, settings_));
}

}  // namespace
}  // namespace greeninfer::fleet
