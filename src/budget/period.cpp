#include "budget/period.hpp"

#include <utility>

namespace greeninfer::budget {

CalendarSpan span_of(Period period, WallTime now) {
    using namespace std::chrono;
    const sys_days today = floor<days>(now);
    switch (period) {
        case Period::hour: {
            const WallTime begin = floor<hours>(now);
            return {begin, begin + hours(1)};
        }
        case Period::day:
            return {today, today + days(1)};
        case Period::week: {
            const sys_days monday = today - (weekday(today) - Monday);
            return {monday, monday + weeks(1)};
        }
        case Period::month: {
            const year_month_day date(today);
            const year_month_day first(date.year(), date.month(), day(1));
            return {sys_days(first), sys_days(first + months(1))};
        }
    }
    std::unreachable();
}

}  // namespace greeninfer::budget
