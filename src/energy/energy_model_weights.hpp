#pragma once
// The fitted figures of the energy model, from weights/energy_model.json; the build writes them into the program.
//
// What they mean, how they were fitted and how wrong they are on models that were not: weights/energy_model.md.
// Constant.

namespace greeninfer::energy {

struct FittedRange {
    double least;
    double most;
};

struct EnergyModelWeights {
    double joules_per_step;  // of a decoding step, times GPUs to the power of gpus_exponent
    double gpus_exponent;
    double joules_per_gigabyte;  // of weights that a step reads
    double joules_per_token_and_gpu;
    double joules_per_context;  // times sqrt(active billions), per thousand tokens looked back on
    double expert_parallel_factor;
    double h100_joules_per_operation;  // at the efficiency that prompts are read with
    double b200_joules_per_operation;

    double log_deviation;            // for a model that was not fitted
    double outside_per_log_unit;     // added beyond the fitted range
    double other_gpu_log_deviation;  // added in squares
    double occupancy_spread_share;

    FittedRange active_parameters_b;
    FittedRange total_parameters_b;
    FittedRange gpus;
    FittedRange occupancy;
};

const EnergyModelWeights& shipped_energy_model_weights();

}  // namespace greeninfer::energy
