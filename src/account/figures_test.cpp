#include "account/figures.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace greeninfer::account {
namespace {

TEST(Figures, AreWholeUnitsRoundedOnce) {
    EXPECT_EQ(nanograms(Carbon::grams(0.00075636)), 756'360u);  // 3.82 mWh at 198 g/kWh
    EXPECT_EQ(nanograms(Carbon::grams(0.4e-9)), 0u);
    EXPECT_EQ(nanograms(Carbon::grams(0.6e-9)), 1u);
    EXPECT_EQ(nanodollars(Money::usd(6e-5)), 60'000u);
    EXPECT_EQ(unix_seconds(WallTime(std::chrono::milliseconds(1'999))), 1u);
}

TEST(Figures, WhatDoesNotFitIsCutAndNeverWraps) {
    EXPECT_EQ(nanograms(Carbon::grams(-1)), 0u);
    EXPECT_EQ(nanograms(Carbon::grams(1e300)), 9'000'000'000'000'000'000u);
    EXPECT_EQ(nanograms(Carbon::grams(NAN)), 0u);
    EXPECT_EQ(unix_seconds(WallTime(std::chrono::hours(-1))), 0u);
    EXPECT_EQ(unix_seconds(WallTime(std::chrono::hours(24 * 365 * 200))), 4'294'967'295u);
}

TEST(Figures, AFootprintKeepsItsIntervalAndEvidence) {
    const energy::Estimate estimate{
        .it_energy = Energy::joules(364), .log_deviation = 0.1, .evidence = energy::Evidence::attributed};
    const grid::Reading reading{.intensity = CarbonIntensity::grams_per_kilowatt_hour(363), .log_deviation = 0.35};
    const energy::Footprint footprint = energy::footprint_of(estimate, 1.12, reading);
    UsageRecord record;
    put_footprint(record, footprint, 1.12, grid::Source::static_table);
    EXPECT_EQ(record.it_energy_microjoules, 364'000'000u);
    EXPECT_EQ(record.carbon_nanograms, 41'107'733u);
    EXPECT_EQ(record.pue_ten_thousandths, 11'200u);
    EXPECT_NEAR(record.energy_deviation_ten_thousandths, 1e4 * std::hypot(0.1, 0.03), 1);
    EXPECT_NEAR(record.carbon_deviation_ten_thousandths, 1e4 * std::hypot(0.1, 0.35, 0.03), 1);
    EXPECT_EQ(record.evidence, energy::Evidence::attributed);
    EXPECT_EQ(record.grid_source, grid::Source::static_table);
    EXPECT_TRUE(record.knows(Known::energy) && record.knows(Known::carbon));
}

TEST(Figures, UnknownCarbonStaysUnknown) {
    UsageRecord record;
    put_footprint(record, energy::footprint_of({.it_energy = Energy::joules(1)}, 1.2), 1.2, grid::Source::ercot);
    EXPECT_TRUE(record.knows(Known::energy));
    EXPECT_FALSE(record.knows(Known::carbon));
    EXPECT_EQ(record.carbon_nanograms, 0u);
}

}  // namespace
}  // namespace greeninfer::account
