#include "energy/token_coefficients.hpp"

#include "config/fields.hpp"

namespace greeninfer::energy {

void describe(config::Fields& fields, EnergySettings& settings) {
    using config::Number;
    fields.value(
        "output_mwh_per_token", settings.output_mwh_per_token, Number{1e-9, 1e6},
        "IT energy of one token of an answer, in milliwatt-hours; without it the published figure of the tier.");
    fields.value(
        "input_mwh_per_token", settings.input_mwh_per_token, Number{0, 1e6},
        "IT energy of one token of a prompt, in milliwatt-hours; without it a twelfth of output_mwh_per_token.");
}

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
