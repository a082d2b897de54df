#include "budget/period.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace greeninfer::budget {
namespace {

using namespace std::chrono;

WallTime at(year_month_day date, seconds time = seconds(0)) {
    return sys_days(date) + time;
}

TEST(Period, IsTheStretchOfTheCalendarAroundAMoment) {
    struct Row {
        std::string_view name;
        Period period;
        WallTime now, begin, end;
    };
    const std::vector<Row> rows = {
        {"hour", Period::hour, at(2026y / 3 / 1, 3599s), at(2026y / 3 / 1), at(2026y / 3 / 1, 1h)},
        {"day", Period::day, at(2026y / 3 / 1, 86399s), at(2026y / 3 / 1), at(2026y / 3 / 2)},
        {"first moment of a day", Period::day, at(2026y / 3 / 2), at(2026y / 3 / 2), at(2026y / 3 / 3)},
        {"week, Sunday", Period::week, at(2026y / 3 / 1, 23h), at(2026y / 2 / 23), at(2026y / 3 / 2)},
        {"week, Monday", Period::week, at(2026y / 3 / 2), at(2026y / 3 / 2), at(2026y / 3 / 9)},
        {"month", Period::month, at(2026y / 2 / 28, 23h), at(2026y / 2 / 1), at(2026y / 3 / 1)},
        {"leap February", Period::month, at(2028y / 2 / 29), at(2028y / 2 / 1), at(2028y / 3 / 1)},
        {"December", Period::month, at(2026y / 12 / 31), at(2026y / 12 / 1), at(2027y / 1 / 1)},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const CalendarSpan span = span_of(row.period, row.now);
        EXPECT_EQ(span.begin, row.begin);
        EXPECT_EQ(span.end, row.end);
    }
}

TEST(Period, SpansMeetWithoutGapOrOverlap) {
    rc::check([] {
        const auto period = *rc::gen::element(Period::hour, Period::day, Period::week, Period::month);
        const WallTime now(seconds(*rc::gen::inRange<std::int64_t>(0, 4'000'000'000)));
        const CalendarSpan span = span_of(period, now);
        RC_ASSERT(span.begin <= now && now < span.end);
        RC_ASSERT(span_of(period, span.begin).begin == span.begin);
        RC_ASSERT(span_of(period, span.end).begin == span.end);
        RC_ASSERT(span_of(period, span.end - microseconds(1)).begin == span.begin);
    });
}

}  // namespace
}  // namespace greeninfer::budget
