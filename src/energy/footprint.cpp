#include "energy/footprint.hpp"

#include <algorithm>

#include "energy/interval.hpp"

namespace greeninfer::energy {
namespace {

void add_carbon(std::optional<Carbon>& sum, const std::optional<Carbon>& part) {
    sum = sum && part ? std::optional(*sum + *part) : std::nullopt;
}

}  // namespace

Footprint footprint_of(const Estimate& estimate, double pue) {
    const Energy facility = estimate.it_energy * pue;
    const double factor = p95_factor(joint_log_deviation(estimate.log_deviation, kPueLogDeviation));
    return {.it_energy = estimate.it_energy,
            .energy_p5 = facility * (1 / factor),
            .energy = facility,
            .energy_p95 = facility * factor,
            .evidence = estimate.evidence};
}

Footprint footprint_of(const Estimate& estimate, double pue, const grid::Reading& reading) {
    Footprint footprint = footprint_of(estimate, pue);
    const double deviation = joint_log_deviation(estimate.log_deviation, reading.log_deviation, kPueLogDeviation);
    const double factor = p95_factor(deviation);
    const Carbon carbon = footprint.energy * reading.intensity;
    footprint.carbon_p5 = carbon * (1 / factor);
    footprint.carbon = carbon;
    footprint.carbon_p95 = carbon * factor;
    return footprint;
}

void FootprintSum::add(const Footprint& part) {
    total_.it_energy += part.it_energy;
    total_.energy_p5 += part.energy_p5;
    total_.energy += part.energy;
    total_.energy_p95 += part.energy_p95;
    add_carbon(total_.carbon_p5, part.carbon_p5);
    add_carbon(total_.carbon, part.carbon);
    add_carbon(total_.carbon_p95, part.carbon_p95);
    total_.evidence = std::max(total_.evidence, part.evidence);
}

}  // namespace greeninfer::energy
