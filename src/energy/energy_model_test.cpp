#include "energy/energy_model.hpp"

#include <gtest/gtest.h>

#include "energy/interval.hpp"

namespace greeninfer::energy {
namespace {

TEST(EnergyModel, LiesNearWhatWasMeasured) {
    // ML.ENERGY leaderboard, chat, joules per output token of all GPUs of the replica; the interval of an unseen model.
    struct Row {
        const char* name;
        Hardware hardware;
        double occupancy;
        double joules;
    };
    const Row rows[] = {
        {"8B on one H100, 8", {8, 8, Gpu::h100, 1, 16}, 8, 0.455},
        {"8B on one H100, 64", {8, 8, Gpu::h100, 1, 16}, 64, 0.119},
        {"70B on four H100, 8", {70, 70, Gpu::h100, 4, 16}, 8, 3.85},
        {"70B on four H100, 64", {70, 70, Gpu::h100, 4, 16}, 64, 0.822},
        {"70B on two B200, 512", {70, 70, Gpu::b200, 2, 16}, 512, 0.273},
        {"671B with 37B active on eight B200, 64", {37, 671, Gpu::b200, 8, 8}, 64, 2.92},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const TokenEnergy energy = decode_energy(row.hardware, row.occupancy);
        const double factor = p95_factor(energy.log_deviation);
        EXPECT_GT(row.joules, energy.accelerator_energy.as_joules() / factor);
        EXPECT_LT(row.joules, energy.accelerator_energy.as_joules() * factor);
    }
}

TEST(EnergyModel, TakesAnOccupancyBelowOneAsOne) {
    const Hardware hardware{.active_parameters_b = 8, .total_parameters_b = 8};
    EXPECT_EQ(decode_energy(hardware, 0).accelerator_energy, decode_energy(hardware, 1).accelerator_energy);
}

TEST(EnergyModel, ReadsAPromptTokenAtTheRoofline) {
    // By hand: 16e9 operations x 700 W / 989.4e12 per second / 0.4.
    const Hardware hardware{.active_parameters_b = 8, .total_parameters_b = 8};
    EXPECT_NEAR(prefill_energy(hardware).accelerator_energy.as_joules(), 0.02830, 1e-5);
}

}  // namespace
}  // namespace greeninfer::energy
