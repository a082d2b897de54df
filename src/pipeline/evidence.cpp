#include "pipeline/evidence.hpp"

#include "energy/reported_estimate.hpp"

namespace greeninfer::pipeline {

namespace {

// The server's own figure, with PUE taken out of it where the configuration says that it is in.
std::optional<wire::ReportedEnergy> reported(const Charge& charge) {
    using models::ReportedEnergy;
    if (!charge.reported_energy || !charge.endpoint) return std::nullopt;
    const fleet::Endpoint& endpoint = *charge.endpoint;
    if (endpoint.reported_energy == ReportedEnergy::ignore) return std::nullopt;
    auto energy = charge.reported_energy;
    const double pue = endpoint.reported_energy == ReportedEnergy::facility ? endpoint.place.pue : 1;
    energy->low = energy->low * (1 / pue);
    energy->high = energy->high * (1 / pue);
    return energy;
}

}  // namespace

std::optional<energy::TokenWork> work_of(const Charge& charge) {
    if (!charge.prompt_tokens || !charge.completion_tokens) return std::nullopt;
    return energy::TokenWork{.prompt_tokens = *charge.prompt_tokens,
                             .cached_tokens = charge.cached_tokens.value_or(0),
                             .output_tokens = *charge.completion_tokens};
}

std::optional<energy::Estimate> best_estimate(const Charge& charge) {
    const auto own = reported(charge);
    if (own && own->kind == wire::ReportedEnergy::Kind::metered) return energy::measured_estimate(own->high);
    if (charge.attributed) return charge.attributed;
    if (const auto work = work_of(charge)) {
        return charge.model->energy.estimate(*work, charge.endpoint ? charge.endpoint->occupancy() : std::nullopt);
    }
    // What a server estimates is worth less than what the gateway does, but more than nothing.
    if (own) return energy::modelled_estimate(own->low, own->high);
    return std::nullopt;
}

}  // namespace greeninfer::pipeline
