#include "energy/reported_estimate.hpp"

#include <gtest/gtest.h>

namespace greeninfer::energy {
namespace {

TEST(ReportedEstimate, OfAMeasurementIsTheFigure) {
    const Estimate estimate = measured_estimate(Energy::joules(13.5));
    EXPECT_DOUBLE_EQ(estimate.it_energy.as_joules(), 13.5);
    EXPECT_EQ(estimate.evidence, Evidence::measured);
}

TEST(ReportedEstimate, OfARangeIsItsMiddleAndNoSurerThanTheFormula) {
    const Estimate estimate = modelled_estimate(Energy::joules(10), Energy::joules(40));
    EXPECT_NEAR(estimate.it_energy.as_joules(), 20, 1e-9);
    EXPECT_EQ(estimate.evidence, Evidence::modelled);
    EXPECT_GT(estimate.log_deviation, kEcologitsLogDeviation);
    EXPECT_DOUBLE_EQ(modelled_estimate(Energy::joules(10), Energy::joules(10)).log_deviation, kEcologitsLogDeviation);
}

}  // namespace
}  // namespace greeninfer::energy
