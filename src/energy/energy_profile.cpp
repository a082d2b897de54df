#include "energy/energy_profile.hpp"

#include <algorithm>

#include "energy/host_share.hpp"

namespace greeninfer::energy {
namespace {

std::optional<Hardware> hardware_of(const EnergySettings& settings) {
    if (!settings.gpu || !settings.active_parameters_b) return std::nullopt;
    return Hardware{.active_parameters_b = *settings.active_parameters_b,
                    .total_parameters_b = settings.total_parameters_b.value_or(*settings.active_parameters_b),
                    .gpu = *settings.gpu,
                    .gpus = static_cast<double>(settings.gpus),
                    .bits = static_cast<double>(settings.bits)};
}

// A server that reports more cached tokens than there were has read none anew.
std::uint64_t uncached_tokens(const TokenWork& work) {
    return work.prompt_tokens - std::min(work.prompt_tokens, work.cached_tokens);
}

}  // namespace

EnergyProfile EnergyProfile::of(const EnergySettings& settings, Energy tier_default) {
    EnergyProfile profile;
    profile.coefficients_ = coefficients_of(settings, tier_default);
    profile.is_coefficient_configured_ = settings.output_mwh_per_token.has_value();
    profile.hardware_ = hardware_of(settings);
    if (profile.hardware_) {
        profile.prefill_ = prefill_energy(*profile.hardware_);
        profile.decode_at_unknown_occupancy_ = decode_energy_at_unknown_occupancy(*profile.hardware_);
    }
    return profile;
}

Estimate EnergyProfile::estimate(const TokenWork& work, std::optional<double> occupancy) const {
    if (hardware_ && occupancy) return modelled(work, decode_energy(*hardware_, *occupancy));
    if (hardware_ && !is_coefficient_configured_) return modelled(work, decode_at_unknown_occupancy_);
    return {coefficients_.of(uncached_tokens(work), work.output_tokens), kProxyLogDeviation, Evidence::proxy};
}

Estimate EnergyProfile::modelled(const TokenWork& work, const TokenEnergy& per_output_token) const {
    const Energy prefill = prefill_.accelerator_energy * static_cast<double>(uncached_tokens(work));
    const Energy decode = per_output_token.accelerator_energy * static_cast<double>(work.output_tokens);
    const Energy sum = prefill + decode;
    // Both parts err with the same model and hardware, so their deviations are weighed by energy, not squared.
    const double prefill_share = sum > Energy() ? prefill / sum : 0;
    const double deviation =
        prefill_share * prefill_.log_deviation + (1 - prefill_share) * per_output_token.log_deviation;
    return {it_energy_of_accelerators(sum), deviation, Evidence::modelled};
}

}  // namespace greeninfer::energy
