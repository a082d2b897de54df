#pragma once
// How near an account is to the end of its budget. What is promised to running work counts as used: a thousand requests
// that begin at once must not all see an untouched budget.
#include <algorithm>
#include <array>
#include <string_view>

#include "budget/budget_settings.hpp"
#include "budget/budget_store.hpp"

namespace greeninfer::budget {

enum class Level : std::uint8_t { ok, warn, eco, exhausted };
inline constexpr std::array<std::string_view, 4> kLevelNames = {"ok", "warn", "eco", "exhausted"};

// The share of the limit that is used or promised; above 1 after work that cost more than was thought. 0 without a
// limit.
inline double used_ratio(const std::optional<Limit>& limit, const PurseStatus& purse) {
    return limit ? static_cast<double>(purse.held()) / static_cast<double>(limit->amount) : 0;
}

// The nearer one of both quantities.
inline double used_ratio(const Limits& limits, const AccountStatus& status) {
    return std::max(used_ratio(limits.carbon, status.carbon), used_ratio(limits.money, status.money));
}

inline Level level_of(double used_ratio, const BudgetSettings& settings) {
    if (used_ratio >= 1) return Level::exhausted;
    if (used_ratio >= settings.eco_at) return Level::eco;
    return used_ratio >= settings.warn_at ? Level::warn : Level::ok;
}

}  // namespace greeninfer::budget
