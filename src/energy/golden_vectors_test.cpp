// The vectors that are published beside the data: units, intervals, embodied carbon. Needs the public data.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <cstdlib>
#include <filesystem>
#include <map>

#include "energy/embodied.hpp"
#include "energy/footprint.hpp"
#include "energy/interval.hpp"

namespace greeninfer::energy {
namespace {

std::filesystem::path vectors_file() {
    const char* folder = std::getenv("GREENINFER_DATA");
    const std::filesystem::path data = folder != nullptr ? folder : GREENINFER_SOURCE_DIR "/../shared/data";
    return data / "carbon/golden_vectors.json";
}

class GoldenVectors : public ::testing::Test {
protected:
    void SetUp() override {
        if (!std::filesystem::exists(vectors_file())) {
            GTEST_SKIP() << "NOT RUN: " << vectors_file()
                         << " is absent; set GREENINFER_DATA to the folder with carbon/";
        }
        ASSERT_EQ(parser_.load(vectors_file().string()).get(vectors_), simdjson::SUCCESS);
    }

    simdjson::dom::array group(const char* name) const { return vectors_[name].get_array().value(); }
    static double number(simdjson::dom::element vector, const char* name) { return vector[name].get_double().value(); }

    simdjson::dom::element vectors_;

private:
    simdjson::dom::parser parser_;
};

TEST_F(GoldenVectors, IntervalsAreThose) {
    std::size_t count = 0;
    for (const auto vector : group("interval")) {
        const double total = joint_log_deviation(number(vector, "ln_sd_energy"), number(vector, "ln_sd_intensity"),
                                                 number(vector, "ln_sd_pue"));
        EXPECT_NEAR(total, number(vector, "ln_sd_total"), 1e-6);
        EXPECT_NEAR(1 / p95_factor(total), number(vector, "factor_p5"), 1e-4);
        EXPECT_NEAR(p95_factor(total), number(vector, "factor_p95"), 1e-4);
        ++count;
    }
    EXPECT_GT(count, 0U);
}

// Use and embodied carbon of whole requests, from the energy and time that the vectors state.
TEST_F(GoldenVectors, EcoLogitsRequestsComeToTheSameGrams) {
    std::size_t count = 0;
    for (const auto vector : group("ecologits")) {
        const double pue = number(vector, "pue");
        grid::Reading reading;
        reading.intensity = CarbonIntensity::grams_per_kilowatt_hour(number(vector, "gwp_kg_per_kwh") * 1000);
        const Estimate it{Energy::milliwatt_hours(number(vector, "request_wh") * 1000 / pue), 0, Evidence::modelled};
        const Carbon use = footprint_of(it, pue, reading).carbon.value_or(Carbon());
        EXPECT_NEAR(use.as_grams(), number(vector, "usage_gco2e"), 1e-6 * use.as_grams());
        const Carbon embodied = embodied_carbon(std::chrono::duration<double>(number(vector, "gen_latency_s")),
                                                number(vector, "gpus"), number(vector, "batch"));
        EXPECT_NEAR(embodied.as_grams(), number(vector, "embodied_gco2e"), 1e-6 * embodied.as_grams());
        ++count;
    }
    EXPECT_EQ(count, 8U);
}

TEST_F(GoldenVectors, UnitsAreThose) {
    const std::map<std::string_view, double> ours = {
        {"kWh", Energy::kilowatt_hours(1).as_joules()},
        {"Wh", Energy::milliwatt_hours(240).as_joules()},
        {"gCO2e", (Energy::milliwatt_hours(240) * CarbonIntensity::grams_per_kilowatt_hour(383.55)).as_grams()}};
    std::size_t count = 0;
    for (const auto vector : group("unit_conversions")) {
        const auto found = ours.find(vector["from"].get_string().value());
        if (found == ours.end()) continue;  // those of meters and grid sources are tested there
        EXPECT_NEAR(found->second, number(vector, "expect"), 1e-9);
        ++count;
    }
    EXPECT_EQ(count, ours.size());
}

}  // namespace
}  // namespace greeninfer::energy
