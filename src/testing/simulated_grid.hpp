#pragma once
// Eight regions of the world with the yearly intensities of their zones (grid/zone_table.hpp), and a day's swing.
//
// No hourly figures of eight zones lie in the project. Those of two days of one, ERCOT, do; so the shape of these is
// laid over every zone, at its own local time. That gives a trial the size of a day's swing and zones whose order
// changes with the hour; it is no forecast of any of them. Constant data; any thread.
#include <span>
#include <string_view>

#include "grid/snapshot.hpp"

namespace greeninfer::testing {

struct SimulatedZone {
    std::string_view zone;
    double hours_ahead_of_utc;  // standard time
};

std::span<const SimulatedZone> simulated_zones();

// Of the place in the list above.
double simulated_grams_per_kwh(std::size_t zone, double utc_hour);

// Live readings of that hour, all of them, in the order of the list.
grid::Snapshot simulated_grid_at(double utc_hour, Moment now);

}  // namespace greeninfer::testing
