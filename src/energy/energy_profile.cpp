#include "energy/energy_profile.hpp"

#include <algorithm>

#include "energy/host_share.hpp"

namespace greeninfer::energy {
namespace {

std::optional<Hardware> hardware_of(const EnergySettings& settings) {
    if (!settings.gpu || !settings.active_parameters_b) return std::nullopt;
    const double active = *settings.active_parameters_b;
    const double total = settings.total_parameters_b.value_or(active);
    return Hardware{.active_parameters_b = active,
                    .total_parameters_b = total,
                    .gpu = *settings.gpu,
                    .gpus = static_cast<double>(settings.gpus),
                    .bits = static_cast<double>(settings.bits),
                    .is_expert_parallel = settings.expert_parallel.value_or(total > active && settings.gpus > 1)};
}

// A server that reports more cached tokens than there were has read none anew.
std::uint64_t uncached_tokens(const TokenWork& work) {
    return work.prompt_tokens - std::min(work.prompt_tokens, work.cached_tokens);
}

// By a token of the answer on average; a cached prompt is looked back on like any other.
double looked_back_tokens(const TokenWork& work) {
    return static_cast<double>(work.prompt_tokens) + static_cast<double>(work.output_tokens) / 2;
}

Estimate modelled(const EnergyModel& model, const TokenWork& work, const TokenEnergy& per_output_token) {
    const TokenEnergy per_prompt_token = model.prefill();
    const Energy prefill = per_prompt_token.accelerator_energy * static_cast<double>(uncached_tokens(work));
    const Energy decode = per_output_token.accelerator_energy * static_cast<double>(work.output_tokens);
    const Energy sum = prefill + decode;
    // Both parts err with the same model and hardware, so their deviations are weighed by energy, not squared.
    const double prefill_share = sum > Energy() ? prefill / sum : 0;
    const double deviation =
        prefill_share * per_prompt_token.log_deviation + (1 - prefill_share) * per_output_token.log_deviation;
    return {it_energy_of_accelerators(sum), deviation, Evidence::modelled};
}

}  // namespace

EnergyProfile EnergyProfile::of(const EnergySettings& settings, Energy tier_default) {
    EnergyProfile profile;
    profile.coefficients_ = coefficients_of(settings, tier_default);
    profile.is_coefficient_configured_ = settings.output_mwh_per_token.has_value();
    if (const auto hardware = hardware_of(settings)) profile.model_.emplace(*hardware);
    return profile;
}

Estimate EnergyProfile::estimate(const TokenWork& work, std::optional<double> occupancy) const {
    if (model_ && occupancy) return modelled(*model_, work, model_->decode(*occupancy, looked_back_tokens(work)));
    if (model_ && !is_coefficient_configured_) {
        return modelled(*model_, work, model_->decode_at_unknown_occupancy(looked_back_tokens(work)));
    }
    return {coefficients_.of(uncached_tokens(work), work.output_tokens), kProxyLogDeviation, Evidence::proxy};
}

}  // namespace greeninfer::energy
