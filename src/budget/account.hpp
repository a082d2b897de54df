#pragma once
// What this process knows of one session, client or department. Every member is guarded by `mutex`, which is held for
// some nanoseconds and, where several are needed, taken in the order of AccountKind.
#include <mutex>

#include "budget/budget_store.hpp"

namespace greeninfer::budget {

class Account {
public:
    std::mutex mutex;
    Purse carbon;
    Purse money;
    RateBucket requests;
    RateBucket tokens;
    Totals totals;
    Moment used_at{};  // last opened or charged
};

}  // namespace greeninfer::budget
