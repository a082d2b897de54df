#pragma once
// Where a request was placed and why, for the receipt: a choice that nobody can question is not one for an auditor.
//
// Plain value.
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "grid/comparison.hpp"

namespace greeninfer::fleet {

struct Endpoint;

enum class PlacementReason : std::uint8_t {
    only_one,    // nothing to choose from
    least_busy,  // green routing is off, or could not decide
    low_carbon,
    balanced,
    latency,
};
inline constexpr std::array<std::string_view, 5> kPlacementReasonNames = {"only_one", "least_busy", "low_carbon",
                                                                          "balanced", "latency"};

enum class PlacementFallback : std::uint8_t {
    none,
    no_region_qualifies,  // all are above the threshold: the cleanest that is fast enough
    not_comparable,       // the regions' figures have no common ground, so carbon decided nothing
};
inline constexpr std::array<std::string_view, 3> kPlacementFallbackNames = {"none", "no_region_qualifies",
                                                                            "not_comparable"};

struct Placement {
    std::shared_ptr<const Endpoint> endpoint;
    PlacementReason reason = PlacementReason::least_busy;
    PlacementFallback fallback = PlacementFallback::none;
    std::optional<grid::Ground> ground = {};  // of the figures that decided
};

constexpr std::string_view name_of(PlacementReason reason) {
    return kPlacementReasonNames[static_cast<std::size_t>(reason)];
}
constexpr std::string_view name_of(PlacementFallback fallback) {
    return kPlacementFallbackNames[static_cast<std::size_t>(fallback)];
}

}  // namespace greeninfer::fleet
