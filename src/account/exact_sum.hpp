#pragma once
// A sum of whole units that neither rounds nor overflows.
//
// A double stops counting single units at 2^53, which in microjoules is 2.5 MWh, and 64 bits wrap at 5.1 GWh, which a
// large fleet burns within a year; Prometheus would read the wrap as a restart. 128 bits do neither. Plain value.
#include <algorithm>
#include <cmath>
#include <compare>
#include <cstdint>

namespace greeninfer::account {

class ExactSum {
    __extension__ using Wide = unsigned __int128;

public:
    constexpr ExactSum() = default;
    explicit constexpr ExactSum(std::uint64_t units) : units_(units) {}
    static constexpr ExactSum product(std::uint64_t a, std::uint64_t b) { return of(Wide{a} * b); }
    // To the nearest unit; below 0 and what is no number is 0, and so much that no sum of them overflows is the most.
    static ExactSum rounded(double units) {
        constexpr double kMost = 1e35;
        return of(units > 0 ? static_cast<Wide>(std::min(units, kMost) + 0.5) : Wide{0});
    }

    constexpr ExactSum& operator+=(const ExactSum& other) {
        units_ += other.units_;
        return *this;
    }
    constexpr ExactSum& operator+=(std::uint64_t units) {
        units_ += units;
        return *this;
    }
    friend constexpr auto operator<=>(const ExactSum&, const ExactSum&) = default;

    // Rounded once, here.
    constexpr double in_units_of(double size) const { return static_cast<double>(units_) / size; }
    constexpr bool is_zero() const { return units_ == 0; }

private:
    static constexpr ExactSum of(Wide units) {
        ExactSum sum;
        sum.units_ = units;
        return sum;
    }

    Wide units_ = 0;
};

}  // namespace greeninfer::account
