#include "grid/source_standing.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace greeninfer::grid {
namespace {

using namespace std::chrono_literals;

constexpr Signal kSignal{};
const Moment kNow{100h};

ZoneAnswer answer(std::chrono::seconds age = 0s) {
    return {.reading = {.signal = kSignal, .source = Source::electricity_maps, .age_when_fetched = age}};
}

SourceError error(SourceFault fault, std::optional<std::chrono::seconds> retry_after = {}) {
    return {fault, "it did not work", retry_after};
}

TEST(SourceStanding, IsNotUsableBeforeItsFirstAnswer) {
    const SourceStanding standing;
    EXPECT_EQ(standing.usable(kSignal, kNow, 2h), nullptr);
    EXPECT_EQ(standing.trouble.fault, SourceFault::not_asked);
}

TEST(SourceStanding, AnAnswerIsUsedUntilItIsStale) {
    Random random(1);
    SourceStanding standing;
    standing.succeeded(answer(30min), kNow, 15min, random);
    EXPECT_NE(standing.usable(kSignal, kNow + 89min, 2h), nullptr);
    EXPECT_EQ(standing.usable(kSignal, kNow + 90min, 2h), nullptr);
    EXPECT_EQ(stale_at(standing.answer->reading, 2h), kNow + 90min);
}

TEST(SourceStanding, AnAnswerWithAnotherMeaningIsNotUsed) {
    Random random(1);
    SourceStanding standing;
    standing.succeeded(answer(), kNow, 15min, random);
    EXPECT_EQ(standing.usable({Averaging::average, Basis::direct, Boundary::consumption}, kNow, 2h), nullptr);
}

RC_GTEST_PROP(SourceStanding, RefreshesWithJitterAndNeverMuchLater, (std::uint32_t seed)) {
    Random random(seed);
    SourceStanding standing;
    standing.succeeded(answer(), kNow, 15min, random);
    RC_ASSERT(standing.ask_at >= kNow + 810s && standing.ask_at <= kNow + 990s);
}

TEST(SourceStanding, JitterDiffersBetweenGateways) {
    Random one(1);
    Random two(2);
    SourceStanding first;
    SourceStanding second;
    first.succeeded(answer(), kNow, 15min, one);
    second.succeeded(answer(), kNow, 15min, two);
    EXPECT_NE(first.ask_at, second.ask_at);
}

TEST(SourceStanding, FailuresAreRetriedAfterDoublingWaitsUpToTheRefresh) {
    Random random(1);
    SourceStanding standing;
    for (const auto wait : {30s, 60s, 120s, 240s, 480s, 900s, 900s, 900s}) {
        standing.failed(error(SourceFault::unreachable), kNow, 15min, random);
        EXPECT_GE(standing.ask_at - kNow, wait * 8 / 10) << wait.count();
        EXPECT_LE(standing.ask_at - kNow, wait * 12 / 10) << wait.count();
    }
    for (int i = 0; i < 1000; ++i) standing.failed(error(SourceFault::unreachable), kNow, 15min, random);
    EXPECT_LE(standing.ask_at - kNow, 18min);
    standing.succeeded(answer(), kNow, 15min, random);
    standing.failed(error(SourceFault::unreachable), kNow, 15min, random);
    EXPECT_LE(standing.ask_at - kNow, 36s);
}

TEST(SourceStanding, ARetryAfterIsHonouredWithinADay) {
    Random random(1);
    SourceStanding standing;
    standing.failed(error(SourceFault::rate_limited, 2h), kNow, 15min, random);
    EXPECT_EQ(standing.ask_at, kNow + 2h);
    standing.failed(error(SourceFault::rate_limited, std::chrono::hours(24 * 365)), kNow, 15min, random);
    EXPECT_EQ(standing.ask_at, kNow + 24h);
    standing.failed(error(SourceFault::rate_limited, -5s), kNow, 15min, random);
    EXPECT_GT(standing.ask_at, kNow);
}

TEST(SourceStanding, ARefusedKeyIsTriedAgainBeforeItIsCalledBad) {
    Random random(1);
    SourceStanding standing;
    standing.failed(error(SourceFault::key_refused), kNow, 15min, random);
    EXPECT_FALSE(standing.key_is_bad());
    EXPECT_LE(standing.ask_at - kNow, 36s);
    standing.failed(error(SourceFault::key_refused), kNow, 15min, random);
    EXPECT_FALSE(standing.key_is_bad());
    standing.failed(error(SourceFault::key_refused), kNow, 15min, random);
    EXPECT_TRUE(standing.key_is_bad());
    EXPECT_GE(standing.ask_at - kNow, 1h);
}

TEST(SourceStanding, AFailureKeepsTheLastAnswer) {
    Random random(1);
    SourceStanding standing;
    standing.succeeded(answer(), kNow, 15min, random);
    standing.failed(error(SourceFault::absurd), kNow, 15min, random);
    EXPECT_NE(standing.usable(kSignal, kNow + 1h, 2h), nullptr);
}

}  // namespace
}  // namespace greeninfer::grid
