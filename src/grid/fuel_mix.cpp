#include "grid/fuel_mix.hpp"

#include <algorithm>
#include <ranges>

namespace greeninfer::grid {

std::optional<CarbonIntensity> intensity_of(const FuelMix& mix, std::string_view zone, Basis basis) {
    double grams = 0;
    double generated = 0;
    for (std::size_t i = 0; i < kFuelCount; ++i) {
        const double megawatts = std::max(0.0, mix[i].value_or(0));
        generated += megawatts;
        grams += megawatts * fuel_factor(static_cast<Fuel>(i), zone, basis).as_grams_per_kilowatt_hour();
    }
    if (generated <= 0) return std::nullopt;
    return CarbonIntensity::grams_per_kilowatt_hour(grams / generated);
}

void FuelHistory::add(WallTime start, Fuel fuel, double megawatts) {
    std::optional<double>& sum = intervals_[start][static_cast<std::size_t>(fuel)];
    sum = sum.value_or(0) + megawatts;
}

std::array<bool, kFuelCount> FuelHistory::major_fuels() const {
    std::array<double, kFuelCount> sums{};
    double total = 0;
    for (const FuelMix& mix : intervals_ | std::views::values) {
        for (std::size_t i = 0; i < kFuelCount; ++i) {
            sums[i] += std::max(0.0, mix[i].value_or(0));
            total += std::max(0.0, mix[i].value_or(0));
        }
    }
    std::array<bool, kFuelCount> major{};
    std::ranges::transform(sums, major.begin(), [&](double sum) { return sum > 0 && sum >= kMajorShare * total; });
    return major;
}

Sourced<Reading> FuelHistory::newest(std::string_view zone, Basis basis, Source source) const {
    if (intervals_.empty()) return no_figure(SourceFault::no_value, "it has no generation for the zone now");
    const std::array<bool, kFuelCount> major = major_fuels();
    for (const auto& [start, mix] : intervals_ | std::views::reverse) {
        bool complete = true;
        for (std::size_t i = 0; i < kFuelCount; ++i) complete = complete && (mix[i] || !major[i]);
        const auto intensity = intensity_of(mix, zone, basis);
        if (!complete || !intensity) continue;
        return Reading{.intensity = *intensity,
                       .signal = {Averaging::average, basis, Boundary::production},
                       .source = source,
                       .valid_at = start};
    }
    return no_figure(SourceFault::incomplete, "every interval lacks one of the zone's major fuels");
}

}  // namespace greeninfer::grid
