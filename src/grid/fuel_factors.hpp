#pragma once
// Grams of CO2e that a kilowatt-hour from each fuel stands for, where the plants of a zone are known and where not.
//
// Defaults: IPCC 2014 (AR5 WG III, annex III, table A.III.2, medians), UK POST 2014 for oil. American zones: eGRID 2023
// for what leaves the stack, plus IPCC 2014 for supply and construction. European zones: EU-ETS 2025 with ENTSO-E 2025
// for coal, gas and oil, UNECE 2022 for water, wind and nuclear, INCER ACV for the sun. Energy from storage: the zone's
// average while it was charged, 2025. Facts gathered by electricitymaps-contrib@b354f28; one row per zone and basis in
// fuel_factor_table.cpp, which train/fuel_factors.py writes.
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/units.hpp"
#include "grid/signal.hpp"

namespace greeninfer::grid {

enum class Fuel : std::uint8_t {
    coal,
    gas,
    oil,
    biomass,
    geothermal,
    hydro,
    hydro_storage,
    nuclear,
    solar,
    wind,
    unknown,
    battery,
};
inline constexpr std::size_t kFuelCount = 12;

struct FuelFactorRow {
    std::string_view zone;  // empty: every zone
    Basis basis;
    std::array<double, kFuelCount> grams_per_kwh;  // by Fuel; negative: as for every zone
};

std::span<const FuelFactorRow> fuel_factor_rows();

// The zone's own factor where there is one, else that of every zone.
CarbonIntensity fuel_factor(Fuel fuel, std::string_view zone, Basis basis);

}  // namespace greeninfer::grid
