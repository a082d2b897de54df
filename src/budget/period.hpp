#pragma once
// The stretches of the calendar that a budget is for: an hour, a day, a week that begins on Monday, a month. All in
// UTC, so that a gateway in another time zone, or one that changes its clocks, means the same budget.
#include <array>
#include <cstdint>
#include <string_view>

#include "base/clock.hpp"

namespace greeninfer::budget {

enum class Period : std::uint8_t { hour, day, week, month };
inline constexpr std::array<std::string_view, 4> kPeriodNames = {"hour", "day", "week", "month"};

struct CalendarSpan {
    WallTime begin;
    WallTime end;  // the first moment after it
};

// The one that `now` lies in.
CalendarSpan span_of(Period period, WallTime now);

}  // namespace greeninfer::budget
