#pragma once
// What a figure in g/kWh means. Two figures may be compared only when all three parts agree: over 45 grid zones the
// ranks of average and marginal intensity correlate by 0.31 only, and lifecycle figures lie up to 7.7 times above
// direct ones (Green Software Foundation and Google region tables, 2023 and 2024).
//
// Plain values.
#include <array>
#include <cstdint>
#include <string_view>

namespace greeninfer::grid {

enum class Averaging : std::uint8_t {
    average,   // what a kilowatt-hour stands for, taken over all generation: the attributional account
    marginal,  // what one more kilowatt-hour would cause
};

enum class Basis : std::uint8_t {
    lifecycle,  // with fuel supply and construction (IPCC 2014 annex III)
    direct,     // what leaves the stack; wind, sun and nuclear are 0
};

enum class Boundary : std::uint8_t {
    consumption,  // with imports, without exports
    production,   // what the zone itself generates
};

inline constexpr std::array<std::string_view, 2> kAveragingNames = {"average", "marginal"};
inline constexpr std::array<std::string_view, 2> kBasisNames = {"lifecycle", "direct"};

struct Signal {
    Averaging averaging = Averaging::average;
    Basis basis = Basis::lifecycle;
    Boundary boundary = Boundary::consumption;
    friend bool operator==(const Signal&, const Signal&) = default;
};

// Such as "average_lifecycle_consumption"; static storage.
std::string_view name_of(const Signal& signal);

}  // namespace greeninfer::grid
