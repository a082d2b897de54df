#pragma once
// The ways in which grid operators write a time: with or without seconds, with Z or an offset, and hours alone.
//
//     2026-11-20T17:00:00.000Z   2026-11-20T17:00Z   2026-11-20 10:59:59-0600   2026-11-20T12
//
// The calendar functions of C depend on the process's locale and time zone; these do not. Pure functions.
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace greeninfer::grid {

// UTC where no offset is written. Nothing for what is not such a time, or lies outside the years 1970 to 2200.
std::optional<WallTime> parse_timestamp(std::string_view text);

std::string print_timestamp(WallTime time);    // 2026-11-20T17:00:00Z
std::string print_utc_hour(WallTime time);     // 2026-11-20T17, as the EIA writes it
std::string print_utc_compact(WallTime time);  // 202611201700, as ENTSO-E writes it; minutes are cut off

}  // namespace greeninfer::grid
