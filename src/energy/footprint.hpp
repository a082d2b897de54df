#pragma once
// From joules at the machines to joules at the facility's meter and grams of CO2e, with their intervals.
//
// This is the one place that applies PUE: figures in the field have counted it twice (mlco2/ecologits issue 230) or on
// energy but not on power (mlco2/codecarbon issue 1320). Medians and percentiles are of lognormal products, so the
// factors' deviations add in squares. Plain values and pure functions, no allocation.
#include <optional>

#include "base/units.hpp"
#include "energy/estimate.hpp"
#include "grid/reading.hpp"

namespace greeninfer::energy {

// How far a yearly PUE misses the hour, as a standard deviation of its logarithm. A proposal, not a measurement:
// providers' sites lie 1.09 to 1.20 apart by more than that, but a configured figure is that of one site.
inline constexpr double kPueLogDeviation = 0.03;

struct Footprint {
    Energy it_energy;  // median, without PUE
    Energy energy_p5;  // facility: IT energy times PUE
    Energy energy;     // median
    Energy energy_p95;
    std::optional<Carbon> carbon_p5;  // operational, location-based; absent where the grid is unknown
    std::optional<Carbon> carbon;     // median
    std::optional<Carbon> carbon_p95;
    Evidence evidence = Evidence::proxy;
};

// Energy alone, where nothing is known of the grid. `pue` is at least 1 (ISO/IEC 30134-2).
Footprint footprint_of(const Estimate& estimate, double pue);

// grams = joules / 3.6e6 x PUE x g/kWh; s = sqrt(s_energy^2 + s_intensity^2 + s_PUE^2).
Footprint footprint_of(const Estimate& estimate, double pue, const grid::Reading& reading);

// What several pieces of work cost together. Model and grid err the same way in all of them, so the errors are common:
// percentiles add (as quantiles of comonotone variables do) and no interval shrinks with the number of parts. The
// weakest evidence names the sum, and a part of unknown energy makes the sum unknown.
class FootprintSum {
public:
    void add(const Footprint& part);
    void add_unknown() { is_known_ = false; }

    // Absent when a part was unknown. Of no parts at all: nothing was spent, by the best evidence.
    std::optional<Footprint> total() const { return is_known_ ? std::optional(total_) : std::nullopt; }

private:
    static constexpr Footprint kNothing = {
        .carbon_p5 = Carbon(), .carbon = Carbon(), .carbon_p95 = Carbon(), .evidence = Evidence::measured};
    Footprint total_ = kNothing;
    bool is_known_ = true;
};

}  // namespace greeninfer::energy
