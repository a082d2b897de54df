#include "energy/energy_model.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

#include "energy/interval.hpp"

namespace greeninfer::energy {
namespace {

constexpr Hardware kDense8b{.active_parameters_b = 8, .total_parameters_b = 8};

Gpu gpu_of(std::string_view name) {
    const auto found = std::ranges::find(kGpuNames, name);
    return static_cast<Gpu>(found - kGpuNames.begin());
}

Hardware hardware_of(const simdjson::dom::element& vector) {
    return {.active_parameters_b = vector["active_parameters_b"].get_double().value(),
            .total_parameters_b = vector["total_parameters_b"].get_double().value(),
            .gpu = gpu_of(vector["gpu"].get_string().value()),
            .gpus = vector["gpus"].get_double().value(),
            .bits = vector["bits"].get_double().value(),
            .is_expert_parallel = vector["is_expert_parallel"].get_bool().value()};
}

// The vectors come from train/energy_model.py, which evaluates the same weights on its own.
TEST(EnergyModel, SaysWhatItsFitSays) {
    simdjson::dom::parser parser;
    const auto vectors = parser.load(GREENINFER_SOURCE_DIR "/src/energy/energy_model_vectors.json");
    std::size_t count = 0;
    for (const simdjson::dom::element vector : vectors.get_array()) {
        SCOPED_TRACE(simdjson::minify(vector));
        const EnergyModel model(hardware_of(vector));
        const double context = vector["context_tokens"].get_double().value();
        double occupancy = 0;
        const bool is_known = vector["occupancy"].get(occupancy) == simdjson::SUCCESS;
        const TokenEnergy energy =
            is_known ? model.decode(occupancy, context) : model.decode_at_unknown_occupancy(context);
        const double joules = vector["decode_joules"].get_double().value();
        EXPECT_NEAR(energy.accelerator_energy.as_joules(), joules, 1e-9 * joules);
        EXPECT_NEAR(energy.log_deviation, vector["log_deviation"].get_double().value(), 1e-9);
        EXPECT_NEAR(model.prefill().accelerator_energy.as_joules(), vector["prefill_joules"].get_double().value(),
                    1e-9);
        ++count;
    }
    EXPECT_EQ(count, 70U);
}

TEST(EnergyModel, LiesNearWhatWasMeasured) {
    // ML.ENERGY leaderboard, chat, joules per output token of all GPUs of the replica; within its own 90 % interval.
    struct Row {
        const char* name;
        Hardware hardware;
        double occupancy;
        double joules;
    };
    const Row rows[] = {
        {"8B on one H100, 8", kDense8b, 8, 0.455},
        {"8B on one H100, 64", kDense8b, 64, 0.119},
        {"70B on four H100, 8", {70, 70, Gpu::h100, 4, 16}, 8, 3.85},
        {"70B on four H100, 64", {70, 70, Gpu::h100, 4, 16}, 64, 0.822},
        {"70B on two B200, 512", {70, 70, Gpu::b200, 2, 16}, 512, 0.273},
        {"671B with 37B active on eight B200, 64", {37, 671, Gpu::b200, 8, 8, true}, 64, 2.92},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const TokenEnergy energy = EnergyModel(row.hardware).decode(row.occupancy, 300);
        const double factor = p95_factor(energy.log_deviation);
        EXPECT_GT(row.joules, energy.accelerator_energy.as_joules() / factor);
        EXPECT_LT(row.joules, energy.accelerator_energy.as_joules() * factor);
    }
}

TEST(EnergyModel, MakesOccupancyOutweighSize) {
    // What was measured, too: 70B among 512 requests costs less per token than 8B among 8.
    const Energy small = EnergyModel(kDense8b).decode(8, 300).accelerator_energy;
    const Energy large = EnergyModel({70, 70, Gpu::h100, 4, 16}).decode(512, 300).accelerator_energy;
    EXPECT_LT(large, small);
}

TEST(EnergyModel, TakesAnOccupancyBelowOneAsOne) {
    const EnergyModel model(kDense8b);
    EXPECT_EQ(model.decode(0, 0).accelerator_energy, model.decode(1, 0).accelerator_energy);
    EXPECT_EQ(model.decode(0, 0).log_deviation, model.decode(1, 0).log_deviation);
}

TEST(EnergyModel, ReadsAPromptTokenAtTheRoofline) {
    // By hand: 16e9 operations x 700 W / 989.4e12 per second / 0.4.
    EXPECT_NEAR(EnergyModel(kDense8b).prefill().accelerator_energy.as_joules(), 0.02830, 1e-5);
    EXPECT_NEAR(p95_factor(kPrefillLogDeviation), 0.76 / 0.40, 0.05);  // the interval ends at the best efficiency
}

}  // namespace
}  // namespace greeninfer::energy
