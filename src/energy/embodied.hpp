#pragma once
// Carbon of making the machines, spread over their life: an account of its own, never added to that of running them,
// and never routed on, since it is spent already (Sunk Carbon Fallacy, SoCC 2024).
//
// Optional. EcoLogits' constants and formula (mlco2/ecologits@5be90da, ecologits/impacts/llm.py, MPL-2.0). Pure.
#include <chrono>

#include "base/units.hpp"

namespace greeninfer::energy {

inline constexpr double kServerGrams = 5'700'000;  // a server for eight GPUs, without them
inline constexpr double kGpuGrams = 164'000;       // one GPU
inline constexpr double kGpusPerServer = 8;
inline constexpr std::chrono::seconds kHardwareLife{94'608'000};  // 3 years of 365 days

// Share of one request that is on a replica of `gpus` GPUs for `time`, among `occupancy` (1 or more) requests.
constexpr Carbon embodied_carbon(std::chrono::duration<double> time, double gpus, double occupancy) {
    const double grams = gpus / kGpusPerServer * kServerGrams + gpus * kGpuGrams;
    return Carbon::grams(grams * (time / kHardwareLife) / occupancy);
}

}  // namespace greeninfer::energy
