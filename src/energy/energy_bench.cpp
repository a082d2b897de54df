// What accounting for one request costs: its energy, its footprint, their sum. Below 0.3 us, without allocation.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <new>

#include "energy/energy_profile.hpp"
#include "energy/footprint.hpp"
#include "energy/green_score.hpp"

namespace {

std::size_t allocations = 0;

}  // namespace

void* operator new(std::size_t size) {
    ++allocations;
    if (void* memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}

namespace greeninfer::energy {
namespace {

constexpr TokenWork kWork{.prompt_tokens = 800, .cached_tokens = 256, .output_tokens = 300};

EnergyProfile hardware_profile() {
    EnergySettings settings;
    settings.active_parameters_b = 37;
    settings.total_parameters_b = 671;
    settings.gpu = Gpu::b200;
    settings.gpus = 8;
    settings.bits = 8;
    return EnergyProfile::of(settings, Energy());
}

void account(benchmark::State& state, const EnergyProfile& profile, std::optional<double> occupancy) {
    grid::Reading reading;
    reading.intensity = CarbonIntensity::grams_per_kilowatt_hour(363);
    const std::size_t before = allocations;
    for (auto _ : state) {
        benchmark::DoNotOptimize(occupancy);
        const Footprint footprint = footprint_of(profile.estimate(kWork, occupancy), 1.12, reading);
        FootprintSum sum;
        sum.add(footprint);
        const auto total = sum.total();
        benchmark::DoNotOptimize(green_score({.original_prompt_tokens = kWork.prompt_tokens,
                                              .answer_tokens = kWork.output_tokens,
                                              .carbon = total->carbon,
                                              .quality = 0.9}));
    }
    if (allocations != before && state.iterations() > 1) state.SkipWithError("accounting allocated memory");
}

void account_by_model_with_occupancy(benchmark::State& state) {
    account(state, hardware_profile(), 37.0);
}
BENCHMARK(account_by_model_with_occupancy);

void account_by_model_without_occupancy(benchmark::State& state) {
    account(state, hardware_profile(), std::nullopt);
}
BENCHMARK(account_by_model_without_occupancy);

void account_by_coefficient(benchmark::State& state) {
    account(state, EnergyProfile::of({}, Energy::milliwatt_hours(0.18)), std::nullopt);
}
BENCHMARK(account_by_coefficient);

}  // namespace
}  // namespace greeninfer::energy
