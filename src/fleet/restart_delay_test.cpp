#include "fleet/restart_delay.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>

namespace greeninfer::fleet {
namespace {

using namespace std::chrono_literals;

constexpr RestartSettings kSettings{.first = 100ms, .limit = 1000ms, .healthy_after = 60s};

TEST(RestartDelay, DoublesUpToTheLimit) {
    RestartDelay delay(kSettings, 1);
    for (const auto step : {100ms, 200ms, 400ms, 800ms, 1000ms, 1000ms}) {
        const auto wait = delay.next(0s);
        EXPECT_GE(wait, step / 2);
        EXPECT_LE(wait, step);
    }
}

TEST(RestartDelay, IsShortAgainAfterAHealthyWhile) {
    RestartDelay delay(kSettings, 1);
    for (int i = 0; i < 5; ++i) delay.next(59s);
    EXPECT_GE(delay.next(59s), 500ms) << "a child that is healthy for a short while only is not cured";
    EXPECT_LE(delay.next(60s), 100ms);
}

TEST(RestartDelay, IsSpread) {
    std::set<std::chrono::nanoseconds> seen;
    for (std::uint32_t seed = 0; seed < 20; ++seed) seen.insert(RestartDelay(kSettings, seed).next(0s));
    EXPECT_GT(seen.size(), 15u);
}

TEST(RestartDelay, StaysWithinItsBounds) {
    rc::check([](std::uint32_t seed, const std::vector<std::uint8_t>& healthy_seconds) {
        RestartDelay delay(kSettings, seed);
        for (const auto seconds : healthy_seconds) {
            const auto wait = delay.next(std::chrono::seconds(seconds));
            RC_ASSERT(wait >= kSettings.first / 2 && wait <= kSettings.limit);
        }
    });
}

}  // namespace
}  // namespace greeninfer::fleet
