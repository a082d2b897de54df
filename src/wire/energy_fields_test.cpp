#include "wire/energy_fields.hpp"

#include <gtest/gtest.h>

namespace greeninfer::wire {
namespace {

std::string written(const EnergyFields& fields) {
    std::string json;
    JsonWriter writer(json);
    writer.begin_object();
    write_energy_fields(fields, writer);
    writer.end_object();
    return json;
}

TEST(EnergyFields, NothingIsSaidOfWhatIsNotKnownYet) {
    EXPECT_EQ(written({}), "{}");
}

TEST(EnergyFields, UnknownEnergyOfAnAnswerIsNullAndNotZero) {
    EXPECT_EQ(written({.is_final = true}), R"({"energy_mwh":null,"co2_grams":null})");
}

TEST(EnergyFields, EveryFieldHasItsName) {
    EXPECT_EQ(
        written({.is_final = true,
                 .energy_mwh = 3.82,
                 .energy_mwh_low = 2,
                 .energy_mwh_high = 7,
                 .it_energy_mwh = 3,
                 .energy_method = "attributed",
                 .co2_grams = 0.00075636,
                 .co2_grams_low = 0.0004,
                 .co2_grams_high = 0.001,
                 .embodied_co2_grams = 0.002,
                 .pue = 1.12,
                 .grid_intensity = 198,
                 .grid_zone = "US-TEX-ERCO",
                 .grid_source = "ercot",
                 .grid_signal = "average_lifecycle_production",
                 .grid_age_s = 61,
                 .grid_year = 2025,
                 .grid_estimated = false,
                 .grid_fallback = "why",
                 .baseline_model = "big",
                 .baseline_energy_mwh = 40,
                 .energy_saved_pct = -3,
                 .co2_saved_grams = -0.1,
                 .co2_saved_incremental_grams = -0.01,
                 .green_score = 70,
                 .green_tip = "tip",
                 .cost_usd = 0.5}),
        R"({"energy_mwh":3.82,"energy_mwh_low":2,"energy_mwh_high":7,"it_energy_mwh":3,"energy_method":"attributed",)"
        R"("pue":1.12,"co2_grams":0.00075636,"co2_grams_low":0.0004,"co2_grams_high":0.001,"embodied_co2_grams":0.002,)"
        R"("grid_intensity":198,"grid_zone":"US-TEX-ERCO","grid_source":"ercot",)"
        R"("grid_signal":"average_lifecycle_production","grid_age_s":61,"grid_year":2025,"grid_estimated":false,)"
        R"("grid_fallback":"why","baseline_model":"big","baseline_energy_mwh":40,)"
        R"("energy_saved_pct":-3,"co2_saved_grams":-0.1,"co2_saved_incremental_grams":-0.01,"green_score":70,)"
        R"("green_tip":"tip","cost_usd":0.5})");
}

}  // namespace
}  // namespace greeninfer::wire
