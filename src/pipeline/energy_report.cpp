#include "pipeline/energy_report.hpp"

#include "pipeline/bill.hpp"
#include "pipeline/green_report.hpp"
#include "pipeline/site.hpp"

namespace greeninfer::pipeline {

namespace {

std::optional<double> grams(const std::optional<Carbon>& carbon) {
    return carbon ? std::optional(carbon->as_grams()) : std::nullopt;
}

void add_footprint(const energy::Footprint& footprint, wire::EnergyFields& fields) {
    fields.energy_mwh = footprint.energy.as_milliwatt_hours();
    fields.energy_mwh_low = footprint.energy_p5.as_milliwatt_hours();
    fields.energy_mwh_high = footprint.energy_p95.as_milliwatt_hours();
    fields.it_energy_mwh = footprint.it_energy.as_milliwatt_hours();
    fields.energy_method = name_of(footprint.evidence);
    fields.co2_grams = grams(footprint.carbon);
    fields.co2_grams_low = grams(footprint.carbon_p5);
    fields.co2_grams_high = grams(footprint.carbon_p95);
}

void add_grid(const Exchange& exchange, Moment now, wire::EnergyFields& fields) {
    const fleet::Endpoint& endpoint = *exchange.outcome.endpoint;
    const grid::ZoneState& zone = exchange.grid->at(endpoint.place.zone_index);
    const grid::Reading& reading = zone.now;
    fields.pue = endpoint.place.pue;
    fields.grid_intensity = reading.intensity.as_grams_per_kilowatt_hour();
    if (!zone.zone.empty()) fields.grid_zone = zone.zone;
    fields.grid_source = name_of(reading.source);
    fields.grid_signal = name_of(reading.signal);
    fields.grid_year = reading.year;
    if (reading.fetched_at) {
        fields.grid_age_s = std::chrono::floor<std::chrono::seconds>(now - *reading.fetched_at).count();
        fields.grid_estimated = reading.estimated;
    }
    if (!zone.fallback.empty()) fields.grid_fallback = zone.fallback;
}

void add_savings(const Bill& bill, wire::EnergyFields& fields) {
    if (!bill.baseline) return;
    fields.baseline_model = bill.baseline_model->settings.name;
    fields.baseline_energy_mwh = bill.baseline->energy.as_milliwatt_hours();
    fields.energy_saved_pct = bill.saved_pct();
    if (const auto saved = bill.saved()) {
        fields.co2_saved_grams = saved->attributed.as_grams();
        fields.co2_saved_incremental_grams = saved->incremental.as_grams();
    }
}

}  // namespace

wire::EnergyFields energy_fields(const Exchange& exchange, const Clock& clock) {
    wire::EnergyFields fields{.is_final = true};
    const Bill bill = bill_of(exchange);
    fields.embodied_co2_grams = grams(bill.embodied);
    if (bill.cost) fields.cost_usd = bill.cost->as_usd();
    if (exchange.outcome.endpoint) add_grid(exchange, clock.now(), fields);
    if (!bill.footprint) return fields;
    add_footprint(*bill.footprint, fields);
    add_savings(bill, fields);
    fields.green_score = green_score_of(exchange, bill);
    fields.green_tip = green_tip_of(exchange, bill, clock.wall_now());
    return fields;
}

}  // namespace greeninfer::pipeline
