#pragma once
// What an energy that the model server itself reported is worth as evidence.
//
// Pure functions; IT energy as long as the caller took PUE out of figures that contain it.
#include "energy/estimate.hpp"

namespace greeninfer::energy {

// No server publishes how sure it is. NVML's power is within 5 % (NVIDIA's reference) and a share of a batch cannot be
// better than the window ledger's, so as much is assumed. A proposal.
inline constexpr double kReportedLogDeviation = 0.10;

// EcoLogits' formula is this far off on 565 measurements of 27 models, at its own batch (weights/energy_model.md).
inline constexpr double kEcologitsLogDeviation = 1.09;

// A figure that the server measures.
Estimate measured_estimate(Energy reported);

// A range that the server estimates with EcoLogits: parameters and PUE vary in it, the formula's own error does not.
// The median is the geometric mean. `low` and `high` are above 0.
Estimate modelled_estimate(Energy low, Energy high);

}  // namespace greeninfer::energy
