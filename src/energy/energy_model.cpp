#include "energy/energy_model.hpp"

#include <algorithm>
#include <cmath>

#include "energy/energy_model_weights.hpp"
#include "energy/interval.hpp"

namespace greeninfer::energy {
namespace {

const EnergyModelWeights& weights() {
    return shipped_energy_model_weights();
}

double log_units_outside(const FittedRange& range, double value) {
    return std::max({0.0, std::log(range.least / value), std::log(value / range.most)});
}

// Without the occupancy, which is known later.
double log_deviation_of(const Hardware& hardware) {
    const double outside = log_units_outside(weights().active_parameters_b, hardware.active_parameters_b) +
                           log_units_outside(weights().total_parameters_b, hardware.total_parameters_b) +
                           log_units_outside(weights().gpus, hardware.gpus);
    return weights().log_deviation + weights().outside_per_log_unit * outside;
}

// Another GPU is taken as an H100.
double joules_per_operation(Gpu gpu) {
    return gpu == Gpu::b200 ? weights().b200_joules_per_operation : weights().h100_joules_per_operation;
}

}  // namespace

EnergyModel::EnergyModel(const Hardware& hardware)
    : log_deviation_(log_deviation_of(hardware)),
      other_gpu_log_deviation_(hardware.gpu == Gpu::other ? weights().other_gpu_log_deviation : 0),
      scale_(hardware.is_expert_parallel ? weights().expert_parallel_factor : 1),
      step_joules_(weights().joules_per_step * std::pow(hardware.gpus, weights().gpus_exponent)),
      all_weights_joules_(weights().joules_per_gigabyte * hardware.total_parameters_b * hardware.bits / 8),
      log_unread_share_(std::log1p(-hardware.active_parameters_b / hardware.total_parameters_b)),
      prefill_joules_(joules_per_operation(hardware.gpu) * 2e9 * hardware.active_parameters_b),
      token_joules_(weights().joules_per_token_and_gpu * hardware.gpus + prefill_joules_),
      look_back_joules_(weights().joules_per_context / 1000 * std::sqrt(hardware.active_parameters_b)) {
    std::ranges::transform(kPlausibleOccupancies, plausible_step_shares_.begin(),
                           [this](double occupancy) { return step_share_joules(occupancy); });
}

// Of a mixture of experts a step reads those that any of its requests needs, taken as drawn independently.
double EnergyModel::step_share_joules(double occupancy) const {
    const double read_share = -std::expm1(occupancy * log_unread_share_);
    return (step_joules_ + all_weights_joules_ * read_share) / occupancy;
}

double EnergyModel::own_joules(double context_tokens) const {
    return token_joules_ + look_back_joules_ * context_tokens;
}

TokenEnergy EnergyModel::decode(double occupancy, double context_tokens) const {
    const double requests = std::max(occupancy, 1.0);
    const double joules = scale_ * (step_share_joules(requests) + own_joules(context_tokens));
    const double outside = log_units_outside(weights().occupancy, requests);
    const double widened = log_deviation_ + weights().outside_per_log_unit * outside;
    return {Energy::joules(joules), joint_log_deviation(widened, other_gpu_log_deviation_)};
}

TokenEnergy EnergyModel::decode_at_unknown_occupancy(double context_tokens) const {
    const double own = own_joules(context_tokens);
    double sum = 0;
    double sum_of_squares = 0;
    for (const double step_share : plausible_step_shares_) {
        const double log_joules = std::log(scale_ * (step_share + own));
        sum += log_joules;
        sum_of_squares += log_joules * log_joules;
    }
    const double count = kPlausibleOccupancies.size();
    const double variance = std::max(0.0, sum_of_squares / count - (sum / count) * (sum / count));
    const double spread = weights().occupancy_spread_share * std::sqrt(variance);
    return {Energy::joules(std::exp(sum / count)),
            joint_log_deviation(log_deviation_, other_gpu_log_deviation_, spread)};
}

TokenEnergy EnergyModel::prefill() const {
    return {Energy::joules(prefill_joules_), joint_log_deviation(kPrefillLogDeviation, other_gpu_log_deviation_)};
}

}  // namespace greeninfer::energy
