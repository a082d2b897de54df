#pragma once
// One kind of spending of one account: what is used, and what is promised to work that has not ended.
//
// The limit is passed in, not kept: a reload that lowers it holds for the next request. A promise outlives the end of
// its period, because the work is charged to the period in which it ends. Guarded by its account.
#include <cstdint>
#include <optional>

#include "budget/cost.hpp"
#include "budget/period.hpp"

namespace greeninfer::budget {

struct Limit {
    std::int64_t amount = 0;       // in nano-units
    std::optional<Period> period;  // none: for as long as the account lives
};

struct PurseStatus {
    std::int64_t used = 0;      // in this period
    std::int64_t reserved = 0;  // by work that has not ended
    std::optional<WallTime> ends;
    std::int64_t held() const { return saturating_sum(used, reserved); }
};

class Purse {
public:
    // Forgets what was used in a period that is over. A calendar that was set back changes nothing.
    void roll(const std::optional<Limit>& limit, WallTime now) {
        if (!limit || !limit->period) return;
        const WallTime begin = span_of(*limit->period, now).begin;
        if (begin <= begin_) return;
        begin_ = begin;
        used_ = 0;
    }

    // Whether so much more may be promised. Nothing fits into what is used up, not even work that is thought free.
    bool fits(const std::optional<Limit>& limit, std::int64_t amount) const {
        const std::int64_t held = saturating_sum(used_, reserved_);
        return !limit || (held < limit->amount && saturating_sum(held, amount) <= limit->amount);
    }

    void reserve(std::int64_t amount) { reserved_ = saturating_sum(reserved_, amount); }

    // Work that `reserved` was promised to has ended and cost `actual`.
    void settle(std::int64_t reserved, std::int64_t actual) {
        reserved_ -= reserved;
        used_ = saturating_sum(used_, actual);
    }

    PurseStatus status(const std::optional<Limit>& limit, WallTime now) const {
        PurseStatus status{.used = used_, .reserved = reserved_, .ends = {}};
        if (limit && limit->period) status.ends = span_of(*limit->period, now).end;
        return status;
    }

private:
    std::int64_t used_ = 0;
    std::int64_t reserved_ = 0;
    WallTime begin_{};
};

}  // namespace greeninfer::budget
