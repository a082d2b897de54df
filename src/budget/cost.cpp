#include "budget/cost.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace greeninfer::budget {

namespace {

constexpr double kNano = 1e9;

std::int64_t nano(double value) {
    return std::llround(value * kNano);
}

std::int64_t bounded_nano(double value) {
    const double whole = std::ceil(value * kNano);
    if (!(whole > 0)) return 0;  // also what is not a number
    return static_cast<std::int64_t>(std::min(whole, static_cast<double>(kCostMax)));
}

}  // namespace

Cost cost_of(std::optional<Carbon> carbon, std::optional<Money> money) {
    return {.carbon_nanograms = carbon ? bounded_nano(carbon->as_grams()) : 0,
            .money_nanodollars = money ? bounded_nano(money->as_usd()) : 0};
}

std::int64_t nanograms(double grams) {
    return nano(grams);
}

std::int64_t nanodollars(double dollars) {
    return nano(dollars);
}

double grams(std::int64_t nanograms) {
    return static_cast<double>(nanograms) / kNano;
}

double dollars(std::int64_t nanodollars) {
    return static_cast<double>(nanodollars) / kNano;
}

std::int64_t saturating_sum(std::int64_t a, std::int64_t b) {
    using Limits = std::numeric_limits<std::int64_t>;
    std::int64_t sum = 0;
    if (!__builtin_add_overflow(a, b, &sum)) return sum;
    return b > 0 ? Limits::max() : Limits::min();
}

}  // namespace greeninfer::budget
