#pragma once
// The last look at a provider's figure before anything is decided or billed with it.
//
// Providers have published kilograms for grams, sandbox values and yesterday's hour as today's; and a gateway's own
// clock may be wrong. Whatever fails is refused whole, never corrected. Pure functions.
#include <chrono>

#include "grid/zone_source.hpp"

namespace greeninfer::grid {

// Clocks of two machines may differ by this much.
inline constexpr std::chrono::minutes kClockTolerance{15};

// How much later than live ones a source's figures come by nature: the EIA publishes an hour when all its operators
// have reported it, ENTSO-E an hour after its end. It is granted on top of grid.stale_after.
constexpr std::chrono::hours usual_delay(Source source) {
    if (source == Source::eia) return std::chrono::hours(3);
    return std::chrono::hours(source == Source::entsoe ? 2 : 0);
}

// Fails with absurd (outside 0 to kHighestGramsPerKwh), from_future or stale (valid_at more than
// stale_after and the usual delay before now).
// Otherwise the answer with `age_when_fetched` and the interval of a live figure, its forecast sorted and without
// points that are absurd or past.
Sourced<ZoneAnswer> plausible(ZoneAnswer answer, WallTime now, std::chrono::milliseconds stale_after);

}  // namespace greeninfer::grid
