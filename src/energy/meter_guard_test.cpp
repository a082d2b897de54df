#include "energy/meter_guard.hpp"

#include <gtest/gtest.h>

namespace greeninfer::energy {
namespace {

using namespace std::chrono_literals;

std::vector<DeviceCount> count(std::uint64_t microjoules, std::uint64_t wraps_at = 0) {
    return {{"gpu", microjoules, wraps_at}};
}

TEST(MeterGuard, BelievesOnlyWhatCanBeTrue) {
    struct Row {
        const char* name;
        std::vector<DeviceCount> before, now;
        std::expected<std::uint64_t, MeterRefusal> counted;
    };
    const auto refused = [](MeterRefusal refusal) { return std::unexpected(refusal); };
    const Row rows[] = {
        // 10 s at most 700 W: 10,500 J
        {"rises", count(1'000'000), count(4'000'001), 3'000'001},
        {"all that it may take", count(0), count(10'500'000'000), 10'500'000'000},
        {"more than it can take", count(0), count(10'500'000'001), refused(MeterRefusal::too_much)},
        {"garbage", count(0), count(920'000'000'000'000'000), refused(MeterRefusal::too_much)},
        {"reset", count(9'000'000), count(1), refused(MeterRefusal::fell)},
        {"RAPL wraps", count(262'143'328'000, 262'143'328'850), count(1000, 262'143'328'850), 1850},
        {"RAPL reset", count(200, 262'143'328'850), count(100, 262'143'328'850), refused(MeterRefusal::too_much)},
        {"a device went", {{"a", 1, 0}, {"b", 1, 0}}, {{"a", 2, 0}}, refused(MeterRefusal::devices_changed)},
        {"a device came", {{"a", 1, 0}}, {{"a", 2, 0}, {"b", 1, 0}}, refused(MeterRefusal::devices_changed)},
        {"another device", {{"a", 1, 0}}, {{"b", 2, 0}}, refused(MeterRefusal::devices_changed)},
        {"in another order", {{"a", 1, 0}, {"b", 5, 0}}, {{"b", 7, 0}, {"a", 4, 0}}, 5},
        {"one of two was reset", {{"a", 10, 0}, {"b", 5, 0}}, {{"a", 99, 0}, {"b", 1, 0}}, refused(MeterRefusal::fell)},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        MeterGuard guard(Power::watts(700));
        const auto first = guard.accept(row.before, Moment() + 5s);
        ASSERT_TRUE(first && !*first);
        const auto second = guard.accept(row.now, Moment() + 15s);
        ASSERT_EQ(second.has_value(), row.counted.has_value());
        if (!second) {
            EXPECT_EQ(second.error(), row.counted.error());
        } else {
            EXPECT_EQ((*second)->microjoules, *row.counted);
            EXPECT_EQ((*second)->since, Moment() + 5s);
        }
    }
}

TEST(MeterGuard, GoesOnFromAReadingThatItRefused) {
    MeterGuard guard(Power::watts(700));
    ASSERT_TRUE(guard.accept(count(9'000'000), Moment()));
    ASSERT_FALSE(guard.accept(count(1000), Moment() + 10s));
    const auto third = guard.accept(count(1500), Moment() + 20s);
    EXPECT_EQ((*third)->microjoules, 500U);
    EXPECT_EQ((*third)->since, Moment() + 10s);
}

// A page that is renewed every 30 s, read every 10 s: the third reading holds the energy of all three.
TEST(MeterGuard, WaitsForACountThatStandsStill) {
    MeterGuard guard(Power::watts(700));
    ASSERT_TRUE(guard.accept(count(0), Moment()));
    for (const auto time : {10s, 20s}) {
        const auto still = guard.accept(count(0), Moment() + time);
        ASSERT_TRUE(still && !*still);
    }
    const auto third = guard.accept(count(30 * 700'000'000ULL), Moment() + 30s);
    ASSERT_TRUE(third && *third);
    EXPECT_EQ((*third)->since, Moment());
}

TEST(MeterGuard, BelievesACountThatStandsStillForLong) {
    MeterGuard guard(Power::watts(700));
    ASSERT_TRUE(guard.accept(count(5), Moment()));
    const auto still = guard.accept(count(5), Moment() + MeterGuard::kStandsStill);
    ASSERT_TRUE(still && *still);
    EXPECT_EQ((*still)->microjoules, 0U);
}

TEST(MeterGuard, BelievesNoRiseInNoTime) {
    MeterGuard guard(Power::watts(700));
    ASSERT_TRUE(guard.accept(count(0), Moment()));
    EXPECT_FALSE(guard.accept(count(1), Moment()));
}

}  // namespace
}  // namespace greeninfer::energy
