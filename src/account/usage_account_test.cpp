#include "account/usage_account.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "account/record_for_test.hpp"

namespace greeninfer::account {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t kHour = 3600;

std::vector<std::int64_t> starts_of(const UsageAccount& account) {
    std::vector<std::int64_t> starts;
    for (const auto& [start, rows] : account.intervals()) starts.push_back(start);
    return starts;
}

std::size_t rows_of(const UsageAccount& account) {
    std::size_t rows = 0;
    for (const auto& [start, interval] : account.intervals()) rows += interval.size();
    return rows;
}

TEST(UsageAccount, BooksAnAttemptInTheIntervalInWhichItEnded) {
    UsageAccount account({});
    account.add(record_for_test({.ended_at_s = kNoon - 1}));
    account.add(record_for_test({.ended_at_s = kNoon}));
    account.add(record_for_test({.ended_at_s = kNoon + kHour - 1}));
    EXPECT_EQ(starts_of(account), (std::vector<std::int64_t>{kNoon - kHour, kNoon}));
    EXPECT_EQ(account.intervals().at(kNoon).at({10, 20, 30}).all_attempts(), 2u);
    EXPECT_EQ(account.totals().at({10, 20, 30}).all_attempts(), 3u);
}

TEST(UsageAccount, IntervalsBeginWhereTheConfiguredLengthSays) {
    UsageAccount account({.interval = 15min});
    account.add(record_for_test({.ended_at_s = kNoon + 20 * 60}));
    EXPECT_EQ(starts_of(account), (std::vector<std::int64_t>{kNoon + 15 * 60}));
}

TEST(UsageAccount, ForgetsTheOldestIntervalAndKeepsTheTotals) {
    UsageAccount account({.intervals = 2});
    for (std::uint32_t hour = 0; hour < 5; ++hour) account.add(record_for_test({.ended_at_s = kNoon + hour * kHour}));
    EXPECT_EQ(starts_of(account), (std::vector<std::int64_t>{kNoon + 3 * kHour, kNoon + 4 * kHour}));
    EXPECT_EQ(account.forgotten_before_s(), kNoon + 3 * kHour);
    EXPECT_EQ(account.totals().at({10, 20, 30}).all_attempts(), 5u);
}

TEST(UsageAccount, AClockThatIsSetBackBooksIntoTheEarlierInterval) {
    UsageAccount account({});
    account.add(record_for_test({.ended_at_s = kNoon + kHour}));
    account.add(record_for_test({.ended_at_s = kNoon + 5}));
    EXPECT_EQ(starts_of(account), (std::vector<std::int64_t>{kNoon, kNoon + kHour}));
    EXPECT_EQ(account.back_in_time(), 1u);
    EXPECT_EQ(account.totals().at({10, 20, 30}).all_attempts(), 2u);
}

TEST(UsageAccount, AClockThatIsSetBackFurtherThanIsKeptLosesNothing) {
    UsageAccount account({.intervals = 2});
    for (std::uint32_t hour = 5; hour < 8; ++hour) account.add(record_for_test({.ended_at_s = kNoon + hour * kHour}));
    account.add(record_for_test({.ended_at_s = kNoon}));
    account.add(record_for_test({.ended_at_s = 0}));
    EXPECT_EQ(starts_of(account), (std::vector<std::int64_t>{kNoon + 6 * kHour, kNoon + 7 * kHour}));
    EXPECT_EQ(account.intervals().begin()->second.at({10, 20, 30}).all_attempts(), 3u);
    EXPECT_EQ(account.back_in_time(), 2u);
}

TEST(UsageAccount, RecordsOfSeveralCoresOutOfOrderAreNoClockSetBack) {
    UsageAccount account({});
    account.add(record_for_test({.ended_at_s = kNoon + 2}));
    account.add(record_for_test({.ended_at_s = kNoon}));
    EXPECT_EQ(account.back_in_time(), 0u);
}

TEST(UsageAccount, TooManyRowsPushOutOlderIntervals) {
    UsageAccount account({.rows = 3});
    account.add(record_for_test({.ended_at_s = kNoon, .model = 1}));
    account.add(record_for_test({.ended_at_s = kNoon, .model = 2}));
    account.add(record_for_test({.ended_at_s = kNoon + kHour, .model = 1}));
    account.add(record_for_test({.ended_at_s = kNoon + kHour, .model = 2}));
    EXPECT_EQ(starts_of(account), (std::vector<std::int64_t>{kNoon + kHour}));
    EXPECT_EQ(account.totals().size(), 2u);
}

TEST(UsageAccount, TooManyNamesInOneIntervalAreBookedUnderOther) {
    UsageAccount account({.rows = 2});
    for (telemetry::LabelId model = 1; model <= 5; ++model) account.add(record_for_test({.model = model}));
    const auto& rows = account.intervals().at(kNoon);
    EXPECT_EQ(rows.size(), 3u);
    EXPECT_EQ(rows.at({telemetry::kOther, telemetry::kOther, telemetry::kOther}).all_attempts(), 3u);
}

UsageRecord any_record() {
    const auto id = [] { return *rc::gen::inRange<telemetry::LabelId>(1, 5); };
    UsageRecord record = record_for_test({.ended_at_s = kNoon + *rc::gen::inRange<std::uint32_t>(0, 20 * kHour),
                                          .model = id(),
                                          .region = id(),
                                          .department = id(),
                                          .microjoules = *rc::gen::inRange<std::uint64_t>(0, 1'000'000'000'000),
                                          .nanograms = *rc::gen::inRange<std::uint64_t>(0, 1'000'000'000'000)});
    record.energy_deviation_ten_thousandths = *rc::gen::inRange<std::uint16_t>(0, 10'000);
    record.known = *rc::gen::arbitrary<std::uint8_t>();
    record.end = static_cast<End>(*rc::gen::inRange(0, static_cast<int>(kEndNames.size())));
    return record;
}

// Whatever was recorded, by whomever, in whatever order: the sum over departments is the total, to the last unit, and
// memory stays within its limits.
RC_GTEST_PROP(UsageAccountProperty, DepartmentsAddUpToTheTotal, ()) {
    const AccountLimits limits{.intervals = *rc::gen::inRange<std::size_t>(1, 30),
                               .rows = *rc::gen::inRange<std::size_t>(1, 60)};
    UsageAccount account(limits);
    Usage expected;
    std::map<telemetry::LabelId, Usage> by_department;
    const int count = *rc::gen::inRange(0, 200);
    for (int i = 0; i < count; ++i) {
        const UsageRecord record = any_record();
        account.add(record);
        expected.add(record);
    }
    Usage total;
    for (const auto& [labels, usage] : account.totals()) by_department[labels.department] += usage;
    for (const auto& [department, usage] : by_department) total += usage;
    RC_ASSERT(total.energy.median == expected.energy.median);
    RC_ASSERT(total.energy.p95 == expected.energy.p95);
    RC_ASSERT(total.carbon.median == expected.carbon.median);
    RC_ASSERT(total.all_attempts() == expected.all_attempts());
    RC_ASSERT(total.without_energy == expected.without_energy);
    RC_ASSERT(account.records() == static_cast<std::uint64_t>(count));
    RC_ASSERT(account.intervals().size() <= limits.intervals);
    RC_ASSERT(rows_of(account) <= limits.rows + limits.intervals);
}

// As long as nothing is forgotten, the intervals are the totals cut into pieces.
RC_GTEST_PROP(UsageAccountProperty, IntervalsAddUpToTheTotalsWhileNothingIsForgotten, ()) {
    UsageAccount account({});
    const int count = *rc::gen::inRange(0, 200);
    for (int i = 0; i < count; ++i) account.add(any_record());
    std::map<energy::EnergyLabels, Usage> sums;
    for (const auto& [start, rows] : account.intervals())
        for (const auto& [labels, usage] : rows) sums[labels] += usage;
    RC_ASSERT(sums.size() == account.totals().size());
    for (const auto& [labels, usage] : account.totals()) {
        RC_ASSERT(sums.at(labels).energy.median == usage.energy.median);
        RC_ASSERT(sums.at(labels).carbon.median == usage.carbon.median);
        RC_ASSERT(sums.at(labels).cost_nanodollars == usage.cost_nanodollars);
    }
}

}  // namespace
}  // namespace greeninfer::account
