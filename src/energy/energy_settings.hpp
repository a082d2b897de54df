#pragma once
// What a model's configuration says of its energy: coefficients per token, the hardware that it runs on, or both.
//
// Plain values; absent is unknown and never 0. Part of a ModelSettings.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace greeninfer::config {
class Fields;
}

namespace greeninfer::energy {

// The two that the public measurements were taken on. Others are estimated between them, with a wider interval.
enum class Gpu : std::uint8_t { h100, b200, other };
inline constexpr std::array<std::string_view, 3> kGpuNames = {"H100", "B200", "other"};

struct EnergySettings {
    std::optional<double> output_mwh_per_token = {};
    std::optional<double> input_mwh_per_token = {};

    std::optional<double> active_parameters_b = {};  // billions used for a token; all of them in a dense model
    std::optional<double> total_parameters_b = {};   // billions held in memory; absent: as many as are active
    std::optional<Gpu> gpu = {};
    bool embodied = false;  // whether a share of making the hardware is accounted for, apart
    std::size_t gpus = 1;   // of one replica
    std::size_t bits = 16;  // of a weight
    // Whether a mixture's experts are spread over the GPUs; absent: yes for a mixture on several, as those measured
    // were but for one.
    std::optional<bool> expert_parallel = {};
};

void describe(config::Fields& fields, EnergySettings& settings);

}  // namespace greeninfer::energy
