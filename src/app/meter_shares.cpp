#include "app/meter_shares.hpp"

#include "energy/footprint.hpp"

namespace greeninfer::app {

void record_shares(const energy::ClosedWindow& window, const grid::Snapshot& grid, energy::EnergyMetrics& metrics) {
    for (const energy::Share& share : window.shares) {
        if (share.microjoules == 0) continue;
        const energy::Booking& booking = share.booking;
        const energy::EnergyLabels labels{booking.model, booking.region, booking.department};
        const energy::Estimate estimate{.it_energy = share.energy(), .evidence = energy::Evidence::attributed};
        const energy::Footprint energy = footprint_of(estimate, booking.pue);
        metrics.record_energy(labels, energy.evidence, energy.energy);
        // A reload may have taken the zone away since the request began.
        if (booking.zone_index >= grid.zones().size()) continue;
        const auto carbon = footprint_of(estimate, booking.pue, grid.at(booking.zone_index).now).carbon;
        if (carbon) metrics.record_carbon(labels, *carbon);
    }
}

}  // namespace greeninfer::app
