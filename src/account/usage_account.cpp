#include "account/usage_account.hpp"

#include <algorithm>

namespace greeninfer::account {

namespace {

// Records of several cores come a little out of order; a clock that is set back shows by more.
constexpr std::uint32_t kUsualDisorderSeconds = 60;

}  // namespace

UsageAccount::UsageAccount(const AccountLimits& limits) : limits_(limits) {}

void UsageAccount::add(const UsageRecord& record) {
    ++records_;
    if (record.ended_at_s + kUsualDisorderSeconds < newest_s_) ++back_in_time_;
    newest_s_ = std::max(newest_s_, record.ended_at_s);
    totals_[record.labels()].add(record);
    row_of(interval_of(record.ended_at_s), record.labels()).add(record);
}

// The one that contains this time; where it was forgotten already, the oldest that is kept.
UsageAccount::Rows& UsageAccount::interval_of(std::uint32_t ended_at_s) {
    const std::int64_t length = limits_.interval.count();
    const std::int64_t start = ended_at_s / length * length;
    if (const auto known = intervals_.find(start); known != intervals_.end()) return known->second;
    const bool is_too_old = forgotten_before_s_ && start < *forgotten_before_s_;
    const bool is_full = intervals_.size() >= limits_.intervals;
    if (!intervals_.empty() && (is_too_old || (is_full && start < intervals_.begin()->first))) {
        return intervals_.begin()->second;
    }
    if (is_full) forget_oldest();
    return intervals_[start];
}

Usage& UsageAccount::row_of(Rows& rows, const energy::EnergyLabels& labels) {
    if (const auto known = rows.find(labels); known != rows.end()) return known->second;
    const bool fits = row_count_ < limits_.rows || make_room(rows);
    const energy::EnergyLabels other{telemetry::kOther, telemetry::kOther, telemetry::kOther};
    const auto [row, is_new] = rows.try_emplace(fits ? labels : other);
    if (is_new) ++row_count_;
    return row->second;
}

// Forgets older intervals than the one that is written to; whether that helped.
bool UsageAccount::make_room(const Rows& keep) {
    while (row_count_ >= limits_.rows && &intervals_.begin()->second != &keep) forget_oldest();
    return row_count_ < limits_.rows;
}

void UsageAccount::forget_oldest() {
    const auto oldest = intervals_.begin();
    row_count_ -= oldest->second.size();
    forgotten_before_s_ = oldest->first + limits_.interval.count();
    intervals_.erase(oldest);
}

}  // namespace greeninfer::account
