#pragma once
// How clean the electricity of a zone was over a year: what stands in where no provider is asked or none answers.
//
// Zones are named as Electricity Maps names them (US-TEX-ERCO, SE-SE3); a country without a zone there can be named by
// its three letters (ISO 3166-1 alpha-3), with Ember's figure. Constant data, written by train/grid_tables.py; any
// thread.
#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "grid/signal.hpp"

namespace greeninfer::grid {

// Where figures come from and what they mean.
struct FigureOrigin {
    std::string_view source;
    std::string_view licence;
    std::optional<int> year;  // absent: the newest that each country had, which the source does not say
    Signal signal;
};

inline constexpr FigureOrigin kElectricityMapsYearly = {"Electricity Maps, yearly averages through @tgwf/co2 0.19.0",
                                                        "ODbL 1.0", 2025, Signal{}};
inline constexpr FigureOrigin kEmberYearly = {
    "Ember, annual averages through @tgwf/co2 0.19.0", "CC BY 4.0", std::nullopt,
    Signal{.averaging = Averaging::average, .basis = Basis::lifecycle, .boundary = Boundary::production}};

struct ZoneFigure {
    std::string_view zone;
    double grams_per_kwh;
    const FigureOrigin* origin;
};

// Each ascending by zone.
std::span<const ZoneFigure> electricity_maps_zones_a_to_j();
std::span<const ZoneFigure> electricity_maps_zones_k_to_t();
std::span<const ZoneFigure> electricity_maps_zones_u_to_z();
std::span<const ZoneFigure> ember_countries();

// All of these.
std::array<std::span<const ZoneFigure>, 4> zone_tables();

// Null when no table has the zone. Static storage.
const ZoneFigure* find_zone(std::string_view zone);

}  // namespace greeninfer::grid
