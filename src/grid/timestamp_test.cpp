#include "grid/timestamp.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace greeninfer::grid {
namespace {

using namespace std::chrono;

WallTime at(std::int64_t unix_seconds) {
    return WallTime(seconds(unix_seconds));
}

TEST(Timestamp, EveryProvidersWayOfWritingIsRead) {
    constexpr std::int64_t kFivePm = 1795194000;  // 2026-11-20T17:00:00Z
    struct Row {
        std::string_view text;
        std::int64_t expected;
    };
    for (const Row& row : {Row{"2026-11-20T17:00:00.000Z", kFivePm}, Row{"2026-11-20T17:00Z", kFivePm},
                           Row{"2026-11-20T17:00:00+00:00", kFivePm}, Row{"2026-11-20T17", kFivePm},
                           Row{"2026-11-20 10:59:59-0600", kFivePm - 1}, Row{"2026-11-20T18:30:00+01:30", kFivePm},
                           Row{"2026-11-20T22:30+0530", kFivePm}, Row{"2026-11-20T18:00:00+01", kFivePm},
                           Row{"1970-01-01T00:00:00Z", 0}, Row{"2024-02-29T00:00Z", 1709164800}}) {
        SCOPED_TRACE(row.text);
        EXPECT_EQ(parse_timestamp(row.text), at(row.expected));
    }
}

TEST(Timestamp, WhatIsNoTimeIsNothing) {
    for (const std::string_view text :
         {"", "2026", "2026-11-20", "2026-11-20T", "2026-13-01T00:00Z", "2026-02-30T00:00Z", "2026-11-20T24:00Z",
          "2026-11-20T17:60Z", "2026-11-20T17:00X", "2026-11-20T17:00Zx", "2026-11-20T17:00+15:00", "1969-12-31T23:59Z",
          "9999-01-01T00:00Z", "20261120T170000Z", "-026-11-20T17:00Z", "2026-11-20T1:00Z"}) {
        SCOPED_TRACE(text);
        EXPECT_EQ(parse_timestamp(text), std::nullopt);
    }
}

RC_GTEST_PROP(Timestamp, WhatIsPrintedIsReadBack, ()) {
    const WallTime time = at(*rc::gen::inRange<std::int64_t>(0, 7'000'000'000));
    RC_ASSERT(parse_timestamp(print_timestamp(time)) == time);
    RC_ASSERT(parse_timestamp(print_utc_hour(time)) == WallTime(floor<hours>(time)));
}

TEST(Timestamp, PrintsAsRequestsWantIt) {
    EXPECT_EQ(print_utc_compact(at(1795194000)), "202611201700");
    EXPECT_EQ(print_timestamp(at(1795194061)), "2026-11-20T17:01:01Z");
}

}  // namespace
}  // namespace greeninfer::grid
