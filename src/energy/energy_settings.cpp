#include "energy/energy_settings.hpp"

#include "config/fields.hpp"

namespace greeninfer::energy {

using config::Count, config::Number, config::OneOf;

namespace {

constexpr std::array<std::string_view, 2> kNoAndYes = {"false", "true"};

void describe_hardware(config::Fields& fields, EnergySettings& settings) {
    fields.value("active_parameters_b", settings.active_parameters_b, Number{0.05, 5000},
                 "Billions of parameters that a token uses; with gpu, energy is modelled from the hardware.");
    fields.value("total_parameters_b", settings.total_parameters_b, Number{0.05, 20000},
                 "Billions of parameters in memory; without it as many as are active (a dense model).");
    fields.value("gpu", settings.gpu, OneOf<Gpu>{kGpuNames},
                 "What it runs on; `other` is estimated from the two that were measured, with a wider interval.");
    fields.value("gpus", settings.gpus, Count{1, 1024}, "GPUs of one replica.");
    fields.value("bits", settings.bits, Count{1, 64}, "Bits of a weight.");
    fields.value("expert_parallel", settings.expert_parallel, OneOf<bool>{kNoAndYes},
                 "Whether a mixture's experts are spread over the GPUs; without it, yes on several GPUs.");
    fields.value("embodied", settings.embodied, OneOf<bool>{kNoAndYes},
                 "Whether a share of the carbon of making the hardware is accounted for, apart from the operational.");
}

void require_whole_hardware(config::Fields& fields, const EnergySettings& settings) {
    fields.require(settings.gpu.has_value() == settings.active_parameters_b.has_value(),
                   settings.gpu ? "gpu" : "active_parameters_b",
                   "needs the other too; set gpu and active_parameters_b, or neither");
    fields.require(!settings.embodied || settings.gpu.has_value(), "embodied",
                   "needs the hardware; set gpu and active_parameters_b too");
    fields.require(!settings.total_parameters_b || settings.active_parameters_b, "total_parameters_b",
                   "needs active_parameters_b too; set both, or neither");
    fields.require(settings.total_parameters_b.value_or(20000) >= settings.active_parameters_b.value_or(0),
                   "total_parameters_b", "is below active_parameters_b; active ones are part of the total");
}

}  // namespace

void describe(config::Fields& fields, EnergySettings& settings) {
    fields.value(
        "output_mwh_per_token", settings.output_mwh_per_token, Number{1e-9, 1e6},
        "IT energy of one token of an answer, in milliwatt-hours; without it the published figure of the tier.");
    fields.value(
        "input_mwh_per_token", settings.input_mwh_per_token, Number{0, 1e6},
        "IT energy of one token of a prompt, in milliwatt-hours; without it a twelfth of output_mwh_per_token.");
    describe_hardware(fields, settings);
    require_whole_hardware(fields, settings);
}

}  // namespace greeninfer::energy
