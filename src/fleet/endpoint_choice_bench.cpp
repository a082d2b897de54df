// What the choice of an endpoint costs a request, with 64 endpoints in as many zones and without carbon for comparison.
#include <benchmark/benchmark.h>

#include <cmath>

#include "fleet/green_for_test.hpp"

namespace greeninfer::fleet {
namespace {

GreenFleet fleet_of(std::size_t endpoints) {
    std::vector<GreenFleet::Zone> zones;
    for (std::size_t i = 0; i < endpoints; ++i) {
        const double spread = std::fmod(static_cast<double>(i) * 0.618, 1);  // no order that would help
        zones.push_back({20 + 800 * spread, 40 + 200 * (1 - spread)});
    }
    return GreenFleet(zones);
}

void choose_green(benchmark::State& state) {
    const GreenFleet fleet = fleet_of(static_cast<std::size_t>(state.range(0)));
    const auto priority = static_cast<GreenPriority>(state.range(1));
    const GreenSettings settings{.enabled = true, .priority = priority, .threshold_gco2 = 500};
    std::uint64_t turn = 0;
    for (auto _ : state) benchmark::DoNotOptimize(fleet.choose(settings, {}, turn++));
}
BENCHMARK(choose_green)->ArgNames({"endpoints", "priority"})->Args({4, 0})->Args({64, 0})->Args({64, 1})->Args({64, 2});

void choose_least_busy(benchmark::State& state) {
    const GreenFleet fleet = fleet_of(64);
    std::uint64_t turn = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            choose_endpoint(fleet.endpoints(), {}, turn++, GreenFleet::kNow, fleet.breaker(), nullptr));
    }
}
BENCHMARK(choose_least_busy);

}  // namespace
}  // namespace greeninfer::fleet
