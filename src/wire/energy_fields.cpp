#include "wire/energy_fields.hpp"

namespace greeninfer::wire {

namespace {

void write_energy(const EnergyFields& fields, JsonWriter& writer) {
    if (fields.is_final && !fields.energy_mwh) writer.member("energy_mwh", nullptr).member("co2_grams", nullptr);
    writer.measured("energy_mwh", fields.energy_mwh).measured("energy_mwh_low", fields.energy_mwh_low);
    writer.measured("energy_mwh_high", fields.energy_mwh_high).measured("it_energy_mwh", fields.it_energy_mwh);
    writer.member("energy_method", fields.energy_method).measured("pue", fields.pue);
    writer.measured("co2_grams", fields.co2_grams).measured("co2_grams_low", fields.co2_grams_low);
    writer.measured("co2_grams_high", fields.co2_grams_high);
    writer.measured("embodied_co2_grams", fields.embodied_co2_grams);
}

void write_grid(const EnergyFields& fields, JsonWriter& writer) {
    writer.measured("grid_intensity", fields.grid_intensity).member("grid_zone", fields.grid_zone);
    writer.member("grid_source", fields.grid_source).member("grid_signal", fields.grid_signal);
    writer.member("grid_age_s", fields.grid_age_s).member("grid_year", fields.grid_year);
    writer.member("grid_estimated", fields.grid_estimated).member("grid_fallback", fields.grid_fallback);
}

void write_savings(const EnergyFields& fields, JsonWriter& writer) {
    writer.member("baseline_model", fields.baseline_model).measured("baseline_energy_mwh", fields.baseline_energy_mwh);
    writer.member("energy_saved_pct", fields.energy_saved_pct).measured("co2_saved_grams", fields.co2_saved_grams);
    writer.measured("co2_saved_incremental_grams", fields.co2_saved_incremental_grams);
    writer.member("green_score", fields.green_score).member("green_tip", fields.green_tip);
}

}  // namespace

void write_energy_fields(const EnergyFields& fields, JsonWriter& writer) {
    write_energy(fields, writer);
    write_grid(fields, writer);
    write_savings(fields, writer);
    writer.measured("cost_usd", fields.cost_usd);
}

}  // namespace greeninfer::wire
