#pragma once
// Joules of an answer from its tokens alone: what is known of a model that no meter watches.
//
// A coefficient says nothing about how full the server was, which can matter more than the size of the model, so every
// figure made with it carries the evidence `proxy` and a wide interval. Plain values; IT energy, without PUE.
#include <cstdint>

#include "base/units.hpp"
#include "energy/energy_settings.hpp"

namespace greeninfer::energy {

struct TokenCoefficients {
    Energy per_prompt_token;
    Energy per_output_token;

    Energy of(std::uint64_t prompt_tokens, std::uint64_t output_tokens) const {
        return per_prompt_token * static_cast<double>(prompt_tokens) +
               per_output_token * static_cast<double>(output_tokens);
    }
};

// A prompt token is read in parallel with the others and costs a fraction of a written one. One twelfth is an
// assumption (the example of the attribution method), not a measurement; a configured coefficient replaces it.
inline constexpr double kPromptTokenShare = 1.0 / 12;

// The coefficients of a model with these settings, where `tier_default` stands in for what is not configured.
TokenCoefficients coefficients_of(const EnergySettings& settings, Energy tier_default);

}  // namespace greeninfer::energy
