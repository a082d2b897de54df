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

// The number that is printed; unknown stays unknown.
inline std::optional<double> milliwatt_hours(const std::optional<Energy>& energy) {
    return energy ? std::optional(energy->as_milliwatt_hours()) : std::nullopt;
}
inline std::optional<double> grams(const std::optional<Carbon>& carbon) {
    return carbon ? std::optional(carbon->as_grams()) : std::nullopt;
}
inline std::optional<double> usd(const std::optional<Money>& money) {
    return money ? std::optional(money->as_usd()) : std::nullopt;
}

// With the attempt that runs now, as far as it is known.
Bill bill_of(const Exchange& exchange);

}  // namespace greeninfer::pipeline
