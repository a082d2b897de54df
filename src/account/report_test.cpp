#include "account/report.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "account/record_for_test.hpp"
#include "testing/simulated_clock.hpp"

namespace greeninfer::account {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t kHour = 3600;

WallTime at(std::uint32_t unix_s) {
    return WallTime(std::chrono::seconds(unix_s));
}

class ReportTest : public ::testing::Test {
protected:
    void book(const RecordOptions& options) { books_.book(std::array{record_for_test(options)}); }
    Report report(const ReportQuery& query = {}) { return make_report(books_, query); }

    testing::SimulatedClock clock_;
    Bookkeeper books_{clock_, 1, {.intervals = 3}};
};

constexpr std::array kByDepartment = {false, false, false, true};

TEST_F(ReportTest, HasARowForEachIntervalAndName) {
    book({.ended_at_s = kNoon, .model = 1});
    book({.ended_at_s = kNoon + kHour, .model = 1});
    book({.ended_at_s = kNoon + kHour, .model = 2});
    const Report all = report();
    ASSERT_EQ(all.rows.size(), 3u);
    EXPECT_EQ(all.rows[0].start_s, kNoon);
    EXPECT_EQ(all.rows[0].end_s, kNoon + kHour);
    EXPECT_EQ(all.rows[2].labels.model, 2);
    EXPECT_EQ(all.total.all_attempts(), 3u);
    EXPECT_EQ(all.interval, 1h);
}

TEST_F(ReportTest, AddsUpWhatIsNotAskedFor) {
    book({.ended_at_s = kNoon, .model = 1, .department = 30});
    book({.ended_at_s = kNoon + kHour, .model = 2, .department = 30});
    book({.ended_at_s = kNoon + kHour, .model = 2, .department = 31});
    const Report by_department = report({.by = kByDepartment});
    ASSERT_EQ(by_department.rows.size(), 2u);
    EXPECT_EQ(by_department.rows[0].labels.department, 30);
    EXPECT_EQ(by_department.rows[0].usage.all_attempts(), 2u);
    EXPECT_EQ(by_department.rows[0].start_s, kNoon);
    EXPECT_EQ(by_department.rows[0].end_s, kNoon + 2 * kHour);
    EXPECT_EQ(by_department.rows[1].start_s, kNoon + kHour);
}

TEST_F(ReportTest, TakesWholeIntervalsThatOverlapTheTimeAskedFor) {
    for (std::uint32_t hour = 0; hour < 3; ++hour) book({.ended_at_s = kNoon + hour * kHour});
    const auto starts = [&](std::optional<std::uint32_t> from, std::optional<std::uint32_t> to) {
        ReportQuery query;
        if (from) query.from = at(*from);
        if (to) query.to = at(*to);
        std::vector<std::int64_t> hours;
        for (const ReportRow& row : report(query).rows) hours.push_back((row.start_s - kNoon) / kHour);
        return hours;
    };
    using Hours = std::vector<std::int64_t>;
    EXPECT_EQ(starts(kNoon + kHour, {}), (Hours{1, 2}));
    EXPECT_EQ(starts(kNoon + kHour + 1, {}), (Hours{1, 2})) << "an hour that was asked for in part comes whole";
    EXPECT_EQ(starts({}, kNoon + kHour), (Hours{0}));
    EXPECT_EQ(starts({}, kNoon + kHour + 1), (Hours{0, 1}));
    EXPECT_EQ(starts(kNoon + 9 * kHour, {}), Hours{});
}

TEST_F(ReportTest, ShowsOneDepartmentAlone) {
    book({.department = 30});
    book({.department = 31});
    const Report one = report({.only_department = 31});
    ASSERT_EQ(one.rows.size(), 1u);
    EXPECT_EQ(one.rows[0].labels.department, 31);
    EXPECT_EQ(one.total.all_attempts(), 1u);
}

TEST_F(ReportTest, SaysWhatItCannotKnow) {
    const auto began_s = std::chrono::floor<std::chrono::seconds>(clock_.wall_now()).time_since_epoch().count();
    EXPECT_EQ(report().began_at_s, began_s);
    EXPECT_FALSE(report().is_complete()) << "without a beginning nobody can tell";
    EXPECT_FALSE(report({.from = clock_.wall_now() - 1h}).is_complete()) << "that was before the start";
    EXPECT_TRUE(report({.from = clock_.wall_now() + 1s}).is_complete());
    const auto later = static_cast<std::uint32_t>(began_s) + 10 * kHour;
    for (std::uint32_t hour = 0; hour < 5; ++hour) book({.ended_at_s = later + hour * kHour});
    EXPECT_FALSE(report({.from = clock_.wall_now() + 1s}).is_complete()) << "that was forgotten";
    EXPECT_TRUE(report({.from = at(later + 3 * kHour)}).is_complete());
    book({.ended_at_s = later - 2 * kHour});
    EXPECT_EQ(report().records_back_in_time, 1u);
}

TEST_F(ReportTest, SaysWhatTheRingLost) {
    Recorder recorder = books_.recorder(0);
    books_.read([&](const UsageAccount&) {  // While somebody reads nobody empties the ring.
        for (std::size_t i = 0; i < UsageRing::kRecords + 3; ++i) recorder.record(record_for_test());
    });
    const Report incomplete = report({.from = clock_.wall_now() + 1s});
    EXPECT_EQ(incomplete.records_dropped, 3u);
    EXPECT_FALSE(incomplete.is_complete());
}

// However it is cut, the rows of a report add up to the same total.
RC_GTEST_PROP(ReportProperty, RowsAddUpToTheTotalHoweverItIsCut, ()) {
    testing::SimulatedClock clock;
    Bookkeeper books(clock, 1, {});
    ExactSum expected;
    for (int i = *rc::gen::inRange(0, 60); i > 0; --i) {
        const auto microjoules = *rc::gen::inRange<std::uint64_t>(0, 1'000'000'000);
        const auto id = [] { return *rc::gen::inRange<telemetry::LabelId>(1, 4); };
        books.book(std::array{record_for_test({.ended_at_s = kNoon + *rc::gen::inRange<std::uint32_t>(0, 9 * kHour),
                                               .model = id(),
                                               .region = id(),
                                               .department = id(),
                                               .microjoules = microjoules})});
        expected += ExactSum::product(microjoules, 10'000);
    }
    ReportQuery query;
    for (bool& one : query.by) one = *rc::gen::arbitrary<bool>();
    const Report report = make_report(books, query);
    ExactSum sum;
    for (const ReportRow& row : report.rows) sum += row.usage.energy.median;
    RC_ASSERT(sum == expected);
    RC_ASSERT(report.total.energy.median == expected);
}

}  // namespace
}  // namespace greeninfer::account
