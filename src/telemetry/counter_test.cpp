#include "telemetry/counter.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace greeninfer::telemetry {
namespace {

TEST(Counter, AddsUp) {
    Counter counter;
    counter.add();
    counter.add(41);
    EXPECT_EQ(counter.value(), 42u);
}

TEST(Amount, AddsUpFractions) {
    Amount amount;
    amount.add(0.25);
    amount.add(0.5);
    EXPECT_DOUBLE_EQ(amount.value(), 0.75);
}

TEST(GaugeHold, ReturnsTheGaugeOnEveryWayOut) {
    Gauge gauge;
    const auto leave_early = [&] {
        const GaugeHold hold(gauge);
        EXPECT_EQ(gauge.value(), 1);
        throw 1;
    };
    EXPECT_THROW(leave_early(), int);
    EXPECT_EQ(gauge.value(), 0);
}

TEST(Counter, IsReadWhileItIsWritten) {
    constexpr std::uint64_t kTotal = 200'000;
    Counter counter;
    std::jthread writer([&] {
        for (std::uint64_t i = 0; i < kTotal; ++i) counter.add();
    });
    std::uint64_t last = 0;
    while (last < kTotal) {
        const std::uint64_t now = counter.value();
        ASSERT_GE(now, last);
        last = now;
    }
    EXPECT_EQ(last, kTotal);
}

}  // namespace
}  // namespace greeninfer::telemetry
