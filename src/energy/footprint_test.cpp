#include "energy/footprint.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace greeninfer::energy {
namespace {

grid::Reading reading_of(double grams_per_kwh, double log_deviation) {
    grid::Reading reading;
    reading.intensity = CarbonIntensity::grams_per_kilowatt_hour(grams_per_kwh);
    reading.log_deviation = log_deviation;
    return reading;
}

TEST(Footprint, IsTheProductOfEnergyPueAndIntensity) {
    // Worked by hand: 364 J x 1.12 = 407.68 J; / 3.6e6 x 363 g/kWh = 0.041108 g; s = sqrt(.1^2 + .35^2 + .03^2).
    const Estimate estimate{Energy::joules(364), 0.10, Evidence::attributed};
    const Footprint footprint = footprint_of(estimate, 1.12, reading_of(363, 0.35));
    EXPECT_DOUBLE_EQ(footprint.it_energy.as_joules(), 364);
    EXPECT_NEAR(footprint.energy.as_joules(), 407.68, 1e-9);
    EXPECT_NEAR(footprint.energy_p5.as_joules(), 343.4, 0.1);
    EXPECT_NEAR(footprint.energy_p95.as_joules(), 484.1, 0.1);
    EXPECT_NEAR(footprint.carbon->as_grams(), 0.041108, 1e-6);
    EXPECT_NEAR(footprint.carbon_p5->as_grams(), 0.0225, 1e-4);
    EXPECT_NEAR(footprint.carbon_p95->as_grams(), 0.0750, 1e-4);
    EXPECT_EQ(footprint.evidence, Evidence::attributed);
}

TEST(Footprint, ConvertsTheExampleThatUnitsAreCheckedWith) {
    // 3.82 mWh at 198 g/kWh are 0.00075636 g; 0.24 Wh at 383.55 g/kWh are 0.092052 g.
    const auto grams = [](double mwh, double grams_per_kwh) {
        const Estimate estimate{Energy::milliwatt_hours(mwh), 0, Evidence::measured};
        return footprint_of(estimate, 1, reading_of(grams_per_kwh, 0)).carbon->as_grams();
    };
    EXPECT_NEAR(grams(3.82, 198), 0.00075636, 1e-12);
    EXPECT_NEAR(grams(240, 383.55), 0.092052, 1e-9);
}

TEST(Footprint, TakesDeviationsTogetherAsALognormalProductDoes) {
    // s_energy 0.476, s_intensity 0.08, s_PUE 0.03: s 0.483607, factors 0.4514 and 2.2155.
    const Footprint footprint = footprint_of({Energy::joules(1), 0.476, Evidence::modelled}, 1, reading_of(1000, 0.08));
    EXPECT_NEAR(footprint.carbon_p5->as_grams() / footprint.carbon->as_grams(), 0.4514, 1e-4);
    EXPECT_NEAR(footprint.carbon_p95->as_grams() / footprint.carbon->as_grams(), 2.2155, 1e-4);
}

TEST(Footprint, HasNoCarbonWhereTheGridIsUnknown) {
    const Footprint footprint = footprint_of({Energy::joules(1), 0.1, Evidence::measured}, 1.2);
    EXPECT_DOUBLE_EQ(footprint.energy.as_joules(), 1.2);
    EXPECT_EQ(footprint.carbon, std::nullopt);
    EXPECT_EQ(footprint.carbon_p5, std::nullopt);
    EXPECT_EQ(footprint.carbon_p95, std::nullopt);
}

TEST(Footprint, AppliesPueExactlyOnce) {
    EXPECT_TRUE(rc::check([] {
        const double joules = *rc::gen::inRange(1, 1'000'000) / 1000.0;
        const double pue = 1 + *rc::gen::inRange(0, 1000) / 1000.0;
        const Estimate estimate{Energy::joules(joules), *rc::gen::inRange(0, 1000) / 1000.0, Evidence::modelled};
        const Footprint footprint = footprint_of(estimate, pue, reading_of(*rc::gen::inRange(0, 2000), 0.35));
        RC_ASSERT(std::abs(footprint.energy / footprint.it_energy - pue) < 1e-12);
        RC_ASSERT(footprint.energy_p5 < footprint.energy && footprint.energy < footprint.energy_p95);
        RC_ASSERT(*footprint.carbon_p5 <= *footprint.carbon && *footprint.carbon <= *footprint.carbon_p95);
    }));
}

TEST(FootprintSum, AddsPercentilesSinceErrorsAreCommon) {
    const Footprint part = footprint_of({Energy::joules(10), 0.476, Evidence::modelled}, 1.1, reading_of(400, 0.35));
    FootprintSum sum;
    for (int i = 0; i < 100; ++i) sum.add(part);
    const auto total = sum.total();
    ASSERT_TRUE(total);
    EXPECT_NEAR(total->it_energy.as_joules(), 1000, 1e-9);
    EXPECT_NEAR(total->energy_p5 / total->energy, part.energy_p5 / part.energy, 1e-9);
    EXPECT_NEAR(total->energy_p95 / total->energy, part.energy_p95 / part.energy, 1e-9);
    EXPECT_NEAR(*total->carbon_p5 / *total->carbon, *part.carbon_p5 / *part.carbon, 1e-9);
    EXPECT_NEAR(*total->carbon_p95 / *part.carbon_p95, 100, 1e-9);
}

TEST(FootprintSum, IsNamedByItsWeakestEvidence) {
    FootprintSum sum;
    sum.add(footprint_of({Energy::joules(1), 0, Evidence::measured}, 1));
    EXPECT_EQ(sum.total()->evidence, Evidence::measured);
    sum.add(footprint_of({Energy::joules(1), 0, Evidence::proxy}, 1));
    sum.add(footprint_of({Energy::joules(1), 0, Evidence::attributed}, 1));
    EXPECT_EQ(sum.total()->evidence, Evidence::proxy);
}

TEST(FootprintSum, IsUnknownWithAnUnknownPart) {
    FootprintSum sum;
    sum.add(footprint_of({Energy::joules(1), 0, Evidence::measured}, 1));
    sum.add_unknown();
    sum.add(footprint_of({Energy::joules(1), 0, Evidence::measured}, 1));
    EXPECT_EQ(sum.total(), std::nullopt);
}

TEST(FootprintSum, HasUnknownCarbonWhereAPartHas) {
    FootprintSum sum;
    sum.add(footprint_of({Energy::joules(1), 0, Evidence::measured}, 1, reading_of(100, 0.1)));
    EXPECT_TRUE(sum.total()->carbon);
    sum.add(footprint_of({Energy::joules(1), 0, Evidence::measured}, 1));
    EXPECT_EQ(sum.total()->carbon, std::nullopt);
    EXPECT_DOUBLE_EQ(sum.total()->energy.as_joules(), 2);
}

TEST(FootprintSum, OfNothingIsNothing) {
    const auto total = FootprintSum().total();
    ASSERT_TRUE(total);
    EXPECT_DOUBLE_EQ(total->energy.as_joules(), 0);
    EXPECT_DOUBLE_EQ(total->carbon->as_grams(), 0);
}

}  // namespace
}  // namespace greeninfer::energy
