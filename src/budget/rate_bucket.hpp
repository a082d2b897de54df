#pragma once
// How much of a limit per minute is left: it fills evenly, so that a minute that ends brings no flood.
//
// Whole numbers only: the level counts units times microseconds of a minute, so that no fraction is lost however often
// it is asked. May go below empty, when work took more than was thought; that is waited for. Guarded by its account.
#include <algorithm>
#include <cstdint>

#include "base/clock.hpp"

namespace greeninfer::budget {

// How a limit per minute stands.
struct RateStatus {
    std::int64_t limit = 0;              // units per minute
    std::int64_t remaining = 0;          // whole units, 0 or more
    std::chrono::microseconds reset{0};  // until all of it is there again
};

class RateBucket {
public:
    static constexpr std::int64_t kLimitMax = 1'000'000'000;

    // Brings the level up to `now` under this limit, 1 to kLimitMax a minute. A new bucket is full; a lower limit
    // counts at once.
    void refill(std::int64_t limit, Moment now) {
        const auto now_us = std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch()).count();
        const std::int64_t full = limit * kMinute;
        if (!started_) {
            started_ = true;
            level_ = full;
        } else if (now_us > updated_us_ && level_ < full) {
            const bool is_full = now_us - updated_us_ >= microseconds_for(full - level_, limit);
            level_ = is_full ? full : level_ + (now_us - updated_us_) * limit;
        }
        updated_us_ = std::max(updated_us_, now_us);
        level_ = std::min(full, level_);
    }

    bool has(std::int64_t units) const { return level_ >= std::min(units, kUnitsMax) * kMinute; }
    // Negative units are given back. No more is owed than fills again in kDebtMinutesMax, so that one wild number does
    // not shut a client out for years.
    void take(std::int64_t units, std::int64_t limit) {
        const std::int64_t bounded = std::clamp(units, -kUnitsMax, kUnitsMax);
        level_ = std::max(level_ - bounded * kMinute, -kDebtMinutesMax * limit * kMinute);
    }

    RateStatus status(std::int64_t limit) const {
        return {
            .limit = limit, .remaining = std::max<std::int64_t>(0, level_ / kMinute), .reset = wait_for(limit, limit)};
    }

    // Until so many units are there.
    std::chrono::microseconds wait_for(std::int64_t units, std::int64_t limit) const {
        return std::chrono::microseconds(std::max<std::int64_t>(0, microseconds_for(units * kMinute - level_, limit)));
    }

private:
    static constexpr std::int64_t kMinute = 60'000'000;  // microseconds
    static constexpr std::int64_t kDebtMinutesMax = 10;
    static constexpr std::int64_t kUnitsMax = 10 * kLimitMax;

    static std::int64_t microseconds_for(std::int64_t level, std::int64_t limit) { return (level + limit - 1) / limit; }

    std::int64_t level_ = 0;
    std::int64_t updated_us_ = 0;
    bool started_ = false;
};

}  // namespace greeninfer::budget
