#include "account/figures.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "energy/interval.hpp"

namespace greeninfer::account {

namespace {

std::uint64_t whole_units(double units) {
    constexpr double kLargest = 9e18;
    return units > 0 ? static_cast<std::uint64_t>(std::llround(std::min(units, kLargest))) : 0;
}

std::uint16_t ten_thousandths(double value) {
    constexpr double kLargest = std::numeric_limits<std::uint16_t>::max();
    return static_cast<std::uint16_t>(std::llround(std::clamp(value * 1e4, 0.0, kLargest)));
}

// Of a lognormal with this median and 95th percentile.
template <class Quantity>
std::uint16_t deviation_of(Quantity median, Quantity p95) {
    if (!(median > Quantity())) return 0;
    return ten_thousandths(std::log(p95 / median) / energy::kNormalP95);
}

}  // namespace

std::uint64_t nanograms(Carbon carbon) {
    return whole_units(carbon.as_grams() * 1e9);
}

std::uint64_t nanodollars(Money money) {
    return whole_units(money.as_usd() * 1e9);
}

std::uint32_t unix_seconds(WallTime time) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    constexpr auto kLargest = std::int64_t{std::numeric_limits<std::uint32_t>::max()};
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(seconds, 0, kLargest));
}

void put_footprint(UsageRecord& record, const energy::Footprint& footprint, double pue, grid::Source source) {
    record.it_energy_microjoules = whole_units(footprint.it_energy.as_joules() * 1e6);
    record.energy_deviation_ten_thousandths = deviation_of(footprint.energy, footprint.energy_p95);
    record.pue_ten_thousandths = ten_thousandths(pue);
    record.evidence = footprint.evidence;
    record.set(Known::energy);
    if (!footprint.carbon || !footprint.carbon_p95) return;
    record.carbon_nanograms = nanograms(*footprint.carbon);
    record.carbon_deviation_ten_thousandths = deviation_of(*footprint.carbon, *footprint.carbon_p95);
    record.grid_source = source;
    record.set(Known::carbon);
}

}  // namespace greeninfer::account
