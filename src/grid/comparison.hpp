#pragma once
// Which of several zones is cleaner, where that can be said at all.
//
// An average cannot be compared with a marginal intensity, nor a figure of this hour with one of a year: over 45 zones
// such a mix swaps 38 % of all pairs (Green Software Foundation, real-time cloud table of 2023). So figures are
// compared through this type only, and it can be made only of zones that share one signal and one kind of source, or
// else of the common static table for all of them. A view of the snapshot that it was made of; no allocation.
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "grid/place.hpp"
#include "grid/snapshot.hpp"

namespace greeninfer::grid {

// Figures of one kind say something about the same thing.
enum class Ground : std::uint8_t {
    live,        // readings of now
    configured,  // the operator's own figures
    table,       // yearly figures
};
inline constexpr std::array<std::string_view, 3> kGroundNames = {"live", "configured", "table"};

constexpr std::string_view name_of(Ground ground) {
    return kGroundNames[static_cast<std::size_t>(ground)];
}

// Of the first of two places to the second.
enum class Cleanliness : std::uint8_t { cleaner, dirtier, too_close };

class Comparison {
public:
    // Nothing when the places' figures have no common ground. A live reading counts while it is not older than
    // `stale_after`. `places` are those of one configuration with `snapshot`; at least one.
    static std::optional<Comparison> among(const Snapshot& snapshot, std::span<const Place* const> places, Moment now,
                                           std::chrono::milliseconds stale_after);

    Ground ground() const { return ground_; }
    const Signal& signal() const { return signal_; }
    // The figure on the common ground of a place that it was made of.
    const Reading& reading_at(const Place& place) const;

    // Grams of a piece of work at `a` against those at `b`, PUE included, where it takes `energy_ratio` times as many
    // joules at `a`. Differences that the uncertainty of both would explain (one in ten of them) are too close to call;
    // two places in one zone share its error.
    Cleanliness compare(const Place& a, const Place& b, double energy_ratio = 1) const;

private:
    Comparison(const Snapshot& snapshot, Reading ZoneState::* which, const Reading& first);

    const Snapshot* snapshot_;
    Reading ZoneState::* which_;
    Ground ground_;
    Signal signal_;
};

}  // namespace greeninfer::grid
