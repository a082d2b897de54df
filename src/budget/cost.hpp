#pragma once
// What work costs, as whole numbers, so that a sum over a million requests is exact and does not depend on their order.
//
// Nano-units, because one token of a small model costs some micrograms and some hundredths of a micro-dollar. Plain
// values.
#include <cstdint>
#include <optional>

#include "base/units.hpp"

namespace greeninfer::budget {

struct Cost {
    std::int64_t carbon_nanograms = 0;
    std::int64_t money_nanodollars = 0;

    friend bool operator==(const Cost&, const Cost&) = default;
};

// The largest cost of one piece of work, in nano-units: a million grams or dollars. More than that is our own bug, and
// must not overflow a sum.
inline constexpr std::int64_t kCostMax = 1'000'000'000'000'000;

// Rounded up, so that nothing is free; unknown parts are 0, and no number is below 0 or above kCostMax.
Cost cost_of(std::optional<Carbon> carbon, std::optional<Money> money);

std::int64_t nanograms(double grams);
std::int64_t nanodollars(double dollars);
double grams(std::int64_t nanograms);
double dollars(std::int64_t nanodollars);

// Stops at the ends of the type instead of wrapping around.
std::int64_t saturating_sum(std::int64_t a, std::int64_t b);

}  // namespace greeninfer::budget
