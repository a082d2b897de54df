#pragma once
// What a token of each tier costs where the model's own figure is not configured.
#include <array>

#include "energy/token_coefficients.hpp"
#include "models/tier.hpp"

namespace greeninfer::models {

// Milliwatt-hours of IT energy per output token: the scale that GreenInfer has published for its tiers. It lies near
// what ML.ENERGY measures at batch 8 (8B: 0.126 mWh on one H100, 70B: 1.07 on four). No figure of this scale is
// published for xlarge; it stands in the ratio to large that the older scale gave (0.12 / 0.048).
inline constexpr std::array<double, kTierNames.size()> kTierOutputMwhPerToken = {0.04, 0.18, 0.95, 2.375};

constexpr Energy tier_energy_per_output_token(Tier tier) {
    return Energy::milliwatt_hours(kTierOutputMwhPerToken[static_cast<std::size_t>(tier)]);
}

}  // namespace greeninfer::models
