#include "energy/reported_estimate.hpp"

#include <cmath>

#include "energy/interval.hpp"

namespace greeninfer::energy {

Estimate measured_estimate(Energy reported) {
    return {reported, kReportedLogDeviation, Evidence::measured};
}

Estimate modelled_estimate(Energy low, Energy high) {
    const double log_half_width = std::log(high / low) / 2;
    return {low * std::exp(log_half_width), joint_log_deviation(log_half_width / kNormalP95, kEcologitsLogDeviation),
            Evidence::modelled};
}

}  // namespace greeninfer::energy
