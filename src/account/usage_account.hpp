#pragma once
// Who used how much, in total since the start and in each interval of the clock (an hour, unless configured): counters
// and reports are two views of this one account, so they cannot disagree.
//
// Its memory is bounded: the oldest intervals are forgotten when there are too many of them or too many rows, and a
// single interval with too many names books the rest under "other". What is forgotten leaves the reports, never the
// totals. An interval is the one that the wall clock said when the work ended, also after the clock was set back: the
// books of an open interval take later entries. Not thread-safe; the Bookkeeper guards it.
#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>

#include "account/usage.hpp"
#include "base/clock.hpp"

namespace greeninfer::account {

struct AccountLimits {
    std::chrono::seconds interval = std::chrono::hours(1);
    std::size_t intervals = 168;  // at least 1
    std::size_t rows = 20'000;    // over all intervals, beside one "other" in each; at least 1
};

class UsageAccount {
public:
    using Rows = std::unordered_map<energy::EnergyLabels, Usage, energy::EnergyLabelsHash>;
    // By the Unix time at which an interval begins, in seconds.
    using Intervals = std::map<std::int64_t, Rows>;

    explicit UsageAccount(const AccountLimits& limits);

    void add(const UsageRecord& record);

    const std::map<energy::EnergyLabels, Usage>& totals() const { return totals_; }
    const Intervals& intervals() const { return intervals_; }
    const AccountLimits& limits() const { return limits_; }

    std::uint64_t records() const { return records_; }
    // Where the reports begin, when something before that was forgotten.
    std::optional<std::int64_t> forgotten_before_s() const { return forgotten_before_s_; }
    // Records that ended well before the newest one: somebody has set the clock back.
    std::uint64_t back_in_time() const { return back_in_time_; }

private:
    Rows& interval_of(std::uint32_t ended_at_s);
    Usage& row_of(Rows& rows, const energy::EnergyLabels& labels);
    bool make_room(const Rows& keep);
    void forget_oldest();

    AccountLimits limits_;
    std::map<energy::EnergyLabels, Usage> totals_;  // in the order of the ids, so that two scrapes list alike
    Intervals intervals_;
    std::size_t row_count_ = 0;
    std::uint64_t records_ = 0;
    std::uint64_t back_in_time_ = 0;
    std::uint32_t newest_s_ = 0;
    std::optional<std::int64_t> forgotten_before_s_;
};

}  // namespace greeninfer::account
