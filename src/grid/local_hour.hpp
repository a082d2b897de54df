#pragma once
// What a clock on the wall of a zone shows. A table by the hour that is read in UTC is wrong by up to half a day.
//
// libstdc++ 12 has no time zones of its own; the machine's tzdata is read. Any thread; the first call reads files.
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace greeninfer::grid {

bool is_time_zone(std::string_view name);

// 0 to 23, with daylight saving. Fails with invalid_request when the machine does not know the zone.
Result<int> local_hour(std::string_view time_zone, WallTime now);

}  // namespace greeninfer::grid
