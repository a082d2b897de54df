#include "energy/embodied.hpp"

#include <gtest/gtest.h>

namespace greeninfer::energy {
namespace {

// What EcoLogits says of the same requests, to seven digits.
TEST(Embodied, IsWhatEcoLogitsSays) {
    struct Row {
        const char* name;
        double seconds;
        double gpus;
        double occupancy;
        double grams;
    };
    const Row rows[] = {
        {"8B, 400 tokens", 17.94615, 1, 64, 0.002597858},     {"70B, 400 tokens", 34.773168, 4, 64, 0.020134847},
        {"440B, 300 tokens", 20.787507, 16, 64, 0.048146695}, {"8B alone", 10.085488, 1, 1, 0.093437446},
        {"8B among 8", 10.958895, 1, 8, 0.012691145},         {"8B, stopped after 2 s", 2.0, 1, 64, 0.000289517},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const Carbon carbon = embodied_carbon(std::chrono::duration<double>(row.seconds), row.gpus, row.occupancy);
        EXPECT_NEAR(carbon.as_grams(), row.grams, 1e-6 * row.grams);
    }
}

}  // namespace
}  // namespace greeninfer::energy
