#pragma once
// Until when a request that can wait should wait for cleaner electricity in a zone.
//
// Waiting costs its caller something, so it must promise something: where a forecast reaches as far as the caller would
// wait and knows no cleaner hour, the request goes at once. Pure function; used on every core.
#include <array>
#include <optional>
#include <string_view>

#include "grid/snapshot.hpp"

namespace greeninfer::grid {

enum class ReleaseReason : std::uint8_t {
    not_dirty,  // as the reading says, or nobody knows
    forecast,   // the best hour before the deadline
    no_gain,    // no hour before the deadline is cleaner by more than the forecast errs
    deadline,   // nothing better was known
};

struct Release {
    WallTime at;
    ReleaseReason reason = ReleaseReason::not_dirty;
};

// `thresholds` are those that the zone's level was made with. Not dirty: now. Dirty: the first forecast hour at which
// the zone leaves that level; else the cleanest one, if it is cleaner by more than its uncertainty; else now. Without a
// forecast: the deadline, in the hope of a reading.
Release release_of(const ZoneState& zone, const LevelThresholds& thresholds, WallTime now, WallTime deadline);

}  // namespace greeninfer::grid
