#pragma once
// Says to a client which budget stands in its way, how much of it is left, and what can be done.
#include <string_view>

#include "base/result.hpp"
#include "budget/budget_store.hpp"

namespace greeninfer::pipeline {

struct ShortageStory {
    budget::Quantity quantity;
    budget::AccountKind kind;
    std::string_view name;  // of the session, client or department
    budget::Limit limit;
    budget::PurseStatus purse;
    budget::Cost estimate;  // of the work that did not fit; nothing when none was planned yet
};

Error shortage_error(const ShortageStory& story);

}  // namespace greeninfer::pipeline
