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
    EXPECT_DOUBLE_EQ(usage.energy.median.in_units_of(kJoule), 3.6);
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
    EXPECT_DOUBLE_EQ(usage.energy_by_evidence[1].in_units_of(kJoule), 3.6);
}

// Shares of a meter are whole microjoules of IT energy, and whatever the PUE is no part of one is lost.
TEST(Usage, PueIsAppliedOnceAndExactly) {
    UsageRecord record = record_for_test({.microjoules = 1});
    record.pue_ten_thousandths = 11'234;
    Usage usage;
    for (int i = 0; i < 3; ++i) usage.add(record);
    EXPECT_EQ(usage.it_energy, ExactSum(3));
    EXPECT_EQ(usage.energy.median, ExactSum(3 * 11'234));
    EXPECT_DOUBLE_EQ(usage.energy.median.in_units_of(kJoule), 3e-6 * 1.1234);
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
    EXPECT_EQ(usage.energy_on_live_grid, ExactSum(36'000'000'000));
}

// 2^53 is where a double stops counting and 2^64 where an integer wraps.
TEST(Usage, SumsStayExactBeyondADoubleAndBeyondSixtyFourBits) {
    Usage usage;
    usage.add(record_for_test({.microjoules = std::uint64_t{1} << 53}));
    usage.add(record_for_test({.microjoules = 1}));
    usage.add(record_for_test({.microjoules = 1}));
    ExactSum expected(std::uint64_t{1} << 53);
    expected += 2;
    EXPECT_EQ(usage.it_energy, expected);
    for (int i = 0; i < 4; ++i) usage.add(record_for_test({.microjoules = 8'000'000'000'000'000'000}));
    EXPECT_NEAR(usage.energy.median.in_units_of(kJoule) / 1e6, 3.2e7 + std::ldexp(1.0, 53) / 1e12, 1e-3);
    EXPECT_GT(usage.energy.median, ExactSum(~std::uint64_t{0}));
}

TEST(Usage, AWideIntervalOfAHugeFigureIsCut) {
    UsageRecord record = record_for_test({.microjoules = 8'000'000'000'000'000'000});
    record.energy_deviation_ten_thousandths = 65'535;
    Usage usage;
    usage.add(record);
    EXPECT_NEAR(usage.energy.p95.in_units_of(1) / (8e22 * std::exp(1.6448536 * 6.5535)), 1, 1e-6);
    EXPECT_DOUBLE_EQ(ExactSum::rounded(1e300).in_units_of(1), 1e35);
    EXPECT_TRUE(ExactSum::rounded(NAN).is_zero());
    EXPECT_TRUE(ExactSum::rounded(-1).is_zero());
}

}  // namespace
}  // namespace greeninfer::account
