#include "testing/simulated_grid.hpp"

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "grid/zone_table.hpp"

namespace greeninfer::testing {

namespace {

// From clean to dirty, on four continents.
constexpr std::array<SimulatedZone, 8> kZones = {
    {{"SE-SE3", 1}, {"FR", 1}, {"CA-QC", -5}, {"US-TEX-ERCO", -6}, {"DE", 1}, {"JP-TK", 9}, {"IN-WE", 5.5}, {"PL", 1}}};

// The mean of two single days of ERCOT (23 November 2024 and 8 October 2025, Electricity Maps lifecycle factors), each
// over its own mean, by local hour. Two sample days and no average profile.
constexpr std::array<double, 24> kHourlyShape = {1.124, 1.125, 1.127, 1.131, 1.178, 1.228, 1.285, 1.218,
                                                 0.923, 0.754, 0.739, 0.736, 0.748, 0.741, 0.744, 0.751,
                                                 0.909, 1.113, 1.141, 1.119, 1.082, 1.041, 1.046, 0.999};

}  // namespace

std::span<const SimulatedZone> simulated_zones() {
    return kZones;
}

double simulated_grams_per_kwh(std::size_t zone, double utc_hour) {
    const double local_hour = std::fmod(utc_hour + kZones[zone].hours_ahead_of_utc + 24, 24);
    return grid::find_zone(kZones[zone].zone)->grams_per_kwh * kHourlyShape[static_cast<std::size_t>(local_hour)];
}

grid::Snapshot simulated_grid_at(double utc_hour, Moment now) {
    std::vector<grid::ZoneState> states;
    for (std::size_t zone = 0; zone < kZones.size(); ++zone) {
        const grid::Reading reading{
            .intensity = CarbonIntensity::grams_per_kilowatt_hour(simulated_grams_per_kwh(zone, utc_hour)),
            .source = grid::Source::electricity_maps,
            .fetched_at = now,
            .log_deviation = grid::kLiveLogDeviation};
        states.push_back({.zone = std::string(kZones[zone].zone), .now = reading, .table = reading, .forecast = {}});
    }
    return grid::Snapshot(std::move(states));
}

}  // namespace greeninfer::testing
