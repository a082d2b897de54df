#include "grid/local_hour.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>

namespace greeninfer::grid {
namespace {

using namespace std::chrono;

WallTime utc(year_month_day day, int hour, int minute) {
    return sys_days(day) + hours(hour) + minutes(minute);
}

TEST(LocalHour, IsThatOfTheZonesOwnClock) {
    struct Row {
        std::string_view name;
        std::string_view time_zone;
        WallTime now;
        int hour;
    };
    const std::array<Row, 8> rows = {{
        {"UTC", "UTC", utc(2026y / 1 / 15, 13, 59), 13},
        {"Texas in winter", "America/Chicago", utc(2026y / 1 / 15, 17, 30), 11},
        {"Texas in summer", "America/Chicago", utc(2026y / 7 / 15, 17, 30), 12},
        {"before the clock goes forward", "America/Chicago", utc(2026y / 3 / 8, 7, 59), 1},
        {"after it: hour 2 is skipped", "America/Chicago", utc(2026y / 3 / 8, 8, 0), 3},
        {"the hour that comes twice", "Europe/Berlin", utc(2026y / 10 / 25, 0, 30), 2},
        {"its second time", "Europe/Berlin", utc(2026y / 10 / 25, 1, 30), 2},
        {"half an hour's offset, next day", "Asia/Kolkata", utc(2026y / 1 / 15, 18, 30), 0},
    }};
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(local_hour(row.time_zone, row.now), row.hour);
    }
}

TEST(LocalHour, KnowsNoZoneThatTheMachineDoesNot) {
    EXPECT_TRUE(is_time_zone("America/Chicago"));
    EXPECT_FALSE(is_time_zone("America/Chicagoo"));
    EXPECT_FALSE(local_hour("Mars/Olympus", WallTime()));
}

}  // namespace
}  // namespace greeninfer::grid
