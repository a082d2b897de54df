#include "account/usage.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "account/record_for_test.hpp"

namespace greeninfer::account {
namespace {

TEST(Usage, AddsWhatIsKnownAndCountsWhatIsNot) {
    Usage usage;
    usage.add(record_for_test());
    UsageRecord unknown{.model = 10, .end = End::cancelled};
    usage.add(unknown);
    EXPECT_EQ(usage.all_attempts(), 2u);
    EXPECT_EQ(usage.attempts[static_cast<std::size_t>(End::cancelled)], 1u);
    EXPECT_EQ(usage.prompt_tokens, 100u);
    EXPECT_EQ(usage.cached_tokens, 60u);
    EXPECT_EQ(usage.reported_output_tokens, 20u);
    EXPECT_EQ(usage.cost_nanodollars, 1'000u);
    EXPECT_EQ(usage.without_energy, 1u);
    EXPECT_EQ(usage.without_carbon, 1u);
    EXPECT_EQ(usage.without_tokens, 1u);
    EXPECT_EQ(usage.without_cost, 1u);
    EXPECT_DOUBLE_EQ(usage.energy.median.in_units_of(kMicrojoulesPerJoule), 3.6);
    EXPECT_DOUBLE_EQ(usage.carbon.median.in_units_of(kNanogramsPerGram), 0.0004);
}

TEST(Usage, EstimatedTokensAreNotReportedOnes) {
    UsageRecord record = record_for_test();
    record.known &= static_cast<std::uint8_t>(~static_cast<unsigned>(Known::reported_tokens));
    Usage usage;
    usage.add(record);
    EXPECT_EQ(usage.reported_output_tokens, 0u);
    EXPECT_EQ(usage.estimated_output_tokens, 20u);
}

TEST(Usage, EnergyOfAMeteredAttemptComesAsAShareAndIsNotUnknown) {
    UsageRecord attempt{.end = End::answered};
    attempt.set(Known::metered);
    UsageRecord share = record_for_test({.end = End::share});
    share.evidence = energy::Evidence::attributed;
    Usage usage;
    usage.add(attempt);
    usage.add(share);
    EXPECT_EQ(usage.all_attempts(), 1u);
    EXPECT_EQ(usage.without_energy, 0u);
    EXPECT_EQ(usage.without_carbon, 0u);
    EXPECT_DOUBLE_EQ(usage.energy_by_evidence[1].in_units_of(kMicrojoulesPerJoule), 3.6);
}

TEST(Usage, PueIsTakenOutOfItEnergyOnce) {
    UsageRecord record = record_for_test({.microjoules = 1'200'000});
    record.pue_ten_thousandths = 12'000;
    Usage usage;
    usage.add(record);
    EXPECT_EQ(usage.it_energy, ExactSum(1'000'000));
    EXPECT_EQ(usage.energy.median, ExactSum(1'200'000));
}

// Model and grid err the same way in all records, so percentiles add and no interval shrinks.
TEST(Usage, IntervalsDoNotShrinkWithTheNumberOfRecords) {
    UsageRecord record = record_for_test({.microjoules = 1'000'000});
    record.energy_deviation_ten_thousandths = 4'760;
    Usage usage;
    for (int i = 0; i < 100; ++i) usage.add(record);
    const double median = usage.energy.median.in_units_of(1);
    EXPECT_NEAR(usage.energy.p95.in_units_of(1) / median, std::exp(1.6448536 * 0.476), 1e-5);
    EXPECT_NEAR(usage.energy.p5.in_units_of(1) / median, std::exp(-1.6448536 * 0.476), 1e-5);
}

TEST(Usage, OnlyLiveFiguresCountAsLive) {
    Usage usage;
    UsageRecord record = record_for_test();
    record.grid_source = grid::Source::static_table;
    usage.add(record);
    EXPECT_TRUE(usage.energy_on_live_grid.is_zero());
    record.grid_source = grid::Source::ercot;
    usage.add(record);
    EXPECT_EQ(usage.energy_on_live_grid, ExactSum(3'600'000));
}

// 2^53 is where a double stops counting and 2^64 where an integer wraps.
TEST(Usage, SumsStayExactBeyondADoubleAndBeyondSixtyFourBits) {
    Usage usage;
    usage.add(record_for_test({.microjoules = std::uint64_t{1} << 53}));
    usage.add(record_for_test({.microjoules = 1}));
    usage.add(record_for_test({.microjoules = 1}));
    ExactSum expected(std::uint64_t{1} << 53);
    expected += 2;
    EXPECT_EQ(usage.energy.median, expected);
    for (int i = 0; i < 4; ++i) usage.add(record_for_test({.microjoules = 8'000'000'000'000'000'000}));
    EXPECT_NEAR(usage.energy.median.in_units_of(1), 3.2e19 + std::ldexp(1.0, 53), 1e5);
}

TEST(Usage, AWideIntervalOfAHugeFigureIsCut) {
    UsageRecord record = record_for_test({.microjoules = 8'000'000'000'000'000'000});
    record.energy_deviation_ten_thousandths = 65'535;
    Usage usage;
    usage.add(record);
    EXPECT_DOUBLE_EQ(usage.energy.p95.in_units_of(1), 9e18);
}

}  // namespace
}  // namespace greeninfer::account
