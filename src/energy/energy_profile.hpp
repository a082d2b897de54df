#pragma once
// What one model costs in energy where neither the server nor a meter says: the best that its configuration allows.
//
// In this order: the energy model with the live occupancy; the coefficient that somebody configured; the energy model
// over all plausible occupancies; the tier's published coefficient. Computed once when the catalogue is built, then
// read by every core. IT energy; PUE is footprint.hpp's.
#include <optional>

#include "energy/energy_model.hpp"
#include "energy/estimate.hpp"
#include "energy/token_coefficients.hpp"

namespace greeninfer::energy {

// A coefficient knows nothing of the occupancy, which alone makes a factor of 4 to 6. With this deviation 90 %
// intervals of the tiers' coefficients hold 90 % of what was measured at 8 to 256 requests (train/energy_tiers.py);
// whoever configures one is taken to know no more.
inline constexpr double kProxyLogDeviation = 0.97;

class EnergyProfile {
public:
    // `tier_default` is per output token and stands in for what is not configured.
    static EnergyProfile of(const EnergySettings& settings, Energy tier_default);

    // `occupancy` is how many requests the replica runs at once, this one included, where that is known. Cached prompt
    // tokens are not charged; reasoning tokens are output. No allocation.
    Estimate estimate(const TokenWork& work, std::optional<double> occupancy) const;

private:
    TokenCoefficients coefficients_;
    bool is_coefficient_configured_ = false;
    std::optional<EnergyModel> model_;  // where the hardware is configured
};

}  // namespace greeninfer::energy
