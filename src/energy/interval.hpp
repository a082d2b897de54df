#pragma once
// The 90 % interval of a lognormal figure: what every p5 and p95 of energy and carbon in the gateway is made with.
//
// One owner, so that a bill, a receipt and a report of the same figure cannot differ. Pure functions.
#include <cmath>

namespace greeninfer::energy {

// 95th percentile of the standard normal distribution (NIST/SEMATECH e-Handbook, 1.3.6.7.1: 1.645).
inline constexpr double kNormalP95 = 1.6448536269514722;

// What the median is multiplied by for the 95th percentile, and divided by for the 5th.
inline double p95_factor(double log_deviation) {
    return std::exp(kNormalP95 * log_deviation);
}

// Standard deviation of the logarithm of a product of independent lognormal factors.
inline double joint_log_deviation(double a, double b, double c = 0) {
    return std::sqrt(a * a + b * b + c * c);
}

}  // namespace greeninfer::energy
