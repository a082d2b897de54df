#pragma once
// What an answer says of its energy, carbon and grid, in both dialects under the same names.
//
// Only what is known is printed; but an answer whose energy is unknown says so with a null, because a missing figure is
// too easily taken for none. Views must outlive the struct.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "wire/json_writer.hpp"

namespace greeninfer::wire {

struct EnergyFields {
    bool is_final = false;             // of a whole answer, so that unknown energy is said to be unknown
    std::optional<double> energy_mwh;  // facility energy of every attempt: IT energy times PUE
    std::optional<double> energy_mwh_low, energy_mwh_high;  // 5th and 95th percentile
    std::optional<double> it_energy_mwh;
    std::optional<std::string_view> energy_method;
    std::optional<double> co2_grams, co2_grams_low, co2_grams_high;  // operational, location-based
    std::optional<double> embodied_co2_grams;                        // apart from the operational
    std::optional<double> pue;
    std::optional<double> grid_intensity;  // g/kWh
    std::optional<std::string_view> grid_zone, grid_source, grid_signal;
    std::optional<std::int64_t> grid_age_s;  // since the provider was asked; absent for tables
    std::optional<std::int64_t> grid_year;   // of a table's figure
    std::optional<bool> grid_estimated;
    std::optional<std::string_view> grid_fallback;   // why it is not the source that was configured
    std::optional<std::string_view> baseline_model;  // that the saving is held against
    std::optional<double> baseline_energy_mwh;
    std::optional<std::int64_t> energy_saved_pct;       // may be negative, as all savings
    std::optional<double> co2_saved_grams;              // attributed: by average energy
    std::optional<double> co2_saved_incremental_grams;  // what running servers really draw less
    std::optional<std::int64_t> green_score;            // 0 to 100
    std::optional<std::string> green_tip;
    std::optional<double> cost_usd;
};

// Writes the members into an object that is open.
void write_energy_fields(const EnergyFields& fields, JsonWriter& writer);

}  // namespace greeninfer::wire
