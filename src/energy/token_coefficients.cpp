#include "energy/token_coefficients.hpp"

namespace greeninfer::energy {

TokenCoefficients coefficients_of(const EnergySettings& settings, Energy tier_default) {
    TokenCoefficients coefficients;
    coefficients.per_output_token =
        settings.output_mwh_per_token ? Energy::milliwatt_hours(*settings.output_mwh_per_token) : tier_default;
    coefficients.per_prompt_token = settings.input_mwh_per_token
                                        ? Energy::milliwatt_hours(*settings.input_mwh_per_token)
                                        : coefficients.per_output_token * kPromptTokenShare;
    return coefficients;
}

}  // namespace greeninfer::energy
