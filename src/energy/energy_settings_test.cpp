#include "energy/energy_settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/reader.hpp"

namespace greeninfer::energy {
namespace {

std::string problems_of(std::string_view yaml, EnergySettings& settings) {
    config::Problems problems;
    const config::Node root = config::parse_yaml(yaml, "energy.yaml", problems);
    config::Reader::read(root, "", [&](config::Fields& fields) { describe(fields, settings); }, problems);
    std::string text;
    for (const config::Problem& problem : problems.all()) text += to_string(problem) + "\n";
    return text;
}

TEST(EnergySettings, ReadHardware) {
    EnergySettings settings;
    EXPECT_EQ(problems_of("{active_parameters_b: 37, total_parameters_b: 671, gpu: B200, gpus: 8, bits: 8,"
                          " expert_parallel: false}",
                          settings),
              "");
    EXPECT_EQ(settings.active_parameters_b, 37);
    EXPECT_EQ(settings.total_parameters_b, 671);
    EXPECT_EQ(settings.gpu, Gpu::b200);
    EXPECT_EQ(settings.gpus, 8U);
    EXPECT_EQ(settings.bits, 8U);
    EXPECT_EQ(settings.expert_parallel, false);
}

struct Row {
    const char* name;
    const char* yaml;
    const char* problem;
};

constexpr Row kRows[] = {
    {"hardware without its size", "{gpu: H100}", "gpu: needs the other too"},
    {"size without hardware", "{active_parameters_b: 8}", "active_parameters_b: needs the other too"},
    {"total alone", "{total_parameters_b: 8}", "total_parameters_b: needs active_parameters_b"},
    {"more active than there are", "{gpu: H100, active_parameters_b: 70, total_parameters_b: 8}",
     "total_parameters_b: is below active_parameters_b"},
    {"a GPU that nobody measured", "{gpu: A100, active_parameters_b: 8}", "H100"},
    {"no GPUs", "{gpu: H100, active_parameters_b: 8, gpus: 0}", "gpus"},
    {"negative", "{gpu: H100, active_parameters_b: -8}", "active_parameters_b"},
    {"a coefficient below zero", "{output_mwh_per_token: -0.2}", "output_mwh_per_token"},
};

TEST(EnergySettings, SayWhatIsWrong) {
    for (const Row& row : kRows) {
        SCOPED_TRACE(row.name);
        EnergySettings settings;
        EXPECT_THAT(problems_of(row.yaml, settings), ::testing::HasSubstr(row.problem));
    }
}

}  // namespace
}  // namespace greeninfer::energy
