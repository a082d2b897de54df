#pragma once
// All that a request cost, over every attempt and check, and what the largest model would have cost in its place.
#include <optional>

#include "base/units.hpp"

namespace greeninfer::pipeline {

struct Exchange;

// A sum is absent when one of its parts is unknown: a sum that leaves one out would look cheaper than it was.
struct Bill {
    std::optional<Energy> energy;  // facility energy
    std::optional<Carbon> carbon;
    std::optional<Money> cost;
    std::optional<Energy> baseline;  // the answer as it is, from the largest configured model alone

    // 5th and 95th percentile of the energy, by the evidence of its parts.
    std::optional<Energy> energy_low() const;
    std::optional<Energy> energy_high() const;
    // Rounded; negative when the request cost more than the baseline.
    std::optional<long> saved_pct() const;
};

// With the attempt that runs now, as far as it is known.
Bill bill_of(const Exchange& exchange);

}  // namespace greeninfer::pipeline
