#include "energy/energy_model.hpp"

#include <algorithm>
#include <cmath>

namespace greeninfer::energy {
namespace {

constexpr double kOccupancyMin = 8;
constexpr double kOccupancyMax = 256;
constexpr int kOccupancySteps = 32;

// Joules per floating-point operation at the peak: thermal design power over dense 16-bit throughput (NVIDIA data
// sheets: H100 SXM 700 W, 989.4 TFLOPS; HGX B200 1000 W, 2250 TFLOPS). Another GPU is taken as an H100.
constexpr double kH100JoulesPerOperation = 700 / 989.4e12;
constexpr double kB200JoulesPerOperation = 1000 / 2250e12;

constexpr double kUnseenModelLogDeviation = 0.4763;

double log_joules(const Hardware& hardware, double occupancy) {
    const double log_occupancy = std::log(std::max(occupancy, 1.0));
    return -0.07721 + 0.295 * std::log(hardware.active_parameters_b) + 0.27111 * std::log(hardware.total_parameters_b) -
           0.84022 * log_occupancy + 0.03385 * log_occupancy * log_occupancy -
           (hardware.gpu == Gpu::h100 ? 0.13108 : 0) - (hardware.bits <= 8 ? 0.13777 : 0) +
           0.65972 * std::log(hardware.gpus);
}

}  // namespace

TokenEnergy decode_energy(const Hardware& hardware, double occupancy) {
    return {Energy::joules(std::exp(log_joules(hardware, occupancy))), kUnseenModelLogDeviation};
}

TokenEnergy decode_energy_at_unknown_occupancy(const Hardware& hardware) {
    double sum = 0;
    double sum_of_squares = 0;
    for (int i = 0; i < kOccupancySteps; ++i) {
        const double position = (i + 0.5) / kOccupancySteps;
        const double value = log_joules(hardware, kOccupancyMin * std::pow(kOccupancyMax / kOccupancyMin, position));
        sum += value;
        sum_of_squares += value * value;
    }
    const double mean = sum / kOccupancySteps;
    const double variance = sum_of_squares / kOccupancySteps - mean * mean;
    return {Energy::joules(std::exp(mean)), std::sqrt(variance + kUnseenModelLogDeviation * kUnseenModelLogDeviation)};
}

TokenEnergy prefill_energy(const Hardware& hardware) {
    const double joules_per_operation = hardware.gpu == Gpu::b200 ? kB200JoulesPerOperation : kH100JoulesPerOperation;
    const double operations = 2 * hardware.active_parameters_b * 1e9;
    return {Energy::joules(operations * joules_per_operation / kPrefillEfficiency), kPrefillLogDeviation};
}

}  // namespace greeninfer::energy
