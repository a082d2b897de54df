#pragma once
// How much sessions, clients and departments may spend, and what happens on the way to the limit.
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "budget/budget_store.hpp"

namespace greeninfer::config {
class Fields;
}

namespace greeninfer::budget {

// When a budget is used up.
enum class AtLimit : std::uint8_t { refuse, smallest };
inline constexpr std::array<std::string_view, 2> kAtLimitNames = {"refuse", "smallest"};

struct BudgetSettings {
    double session_grams = 5;
    double warn_at = 0.8;  // shares of a budget
    double eco_at = 0.9;
    AtLimit at_limit = AtLimit::refuse;
    std::size_t max_sessions = 100'000;
    std::chrono::milliseconds session_idle = std::chrono::hours(24);

    Limits session_limits() const;
};

struct CarbonBudgetSettings {
    std::optional<double> grams;  // none: no budget
    std::optional<Period> per;    // none: a day

    std::optional<Limit> limit() const;
};

struct MoneyBudgetSettings {
    std::optional<double> usd;  // none: no budget
    std::optional<Period> per;  // none: a month

    std::optional<Limit> limit() const;
};

struct SpendingSettings {
    CarbonBudgetSettings carbon;
    MoneyBudgetSettings money;

    Limits limits() const { return {.carbon = carbon.limit(), .money = money.limit()}; }
};

struct RateSettings {
    std::optional<std::size_t> requests_per_minute;
    std::optional<std::size_t> tokens_per_minute;

    RateLimits limits() const;
};

struct DepartmentSettings {
    std::string name;
    SpendingSettings spending;
};

void describe(config::Fields& fields, BudgetSettings& settings);
void describe(config::Fields& fields, CarbonBudgetSettings& settings);
void describe(config::Fields& fields, MoneyBudgetSettings& settings);
void describe(config::Fields& fields, DepartmentSettings& settings);

// As members of the struct that is being described.
void describe_spending(config::Fields& fields, SpendingSettings& settings);
void describe_rates(config::Fields& fields, RateSettings& settings);

}  // namespace greeninfer::budget
