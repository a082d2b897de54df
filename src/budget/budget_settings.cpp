#include "budget/budget_settings.hpp"

#include "budget/rate_bucket.hpp"
#include "config/fields.hpp"

namespace greeninfer::budget {

namespace {

constexpr double kAmountMax = 1e9;  // grams or dollars: more does not fit the ledger's whole numbers
constexpr config::Positive kAmount{kAmountMax};

}  // namespace

void describe(config::Fields& fields, BudgetSettings& settings) {
    using namespace std::chrono_literals;
    constexpr std::chrono::milliseconds kIdleMin = 1s;
    constexpr std::chrono::milliseconds kIdleMax = 720h;
    fields.value("session_grams", settings.session_grams, kAmount,
                 "Grams of CO2e that one session may cause. Requests that name no session have no such budget.");
    fields.value("warn_at", settings.warn_at, config::Positive{1},
                 "Share of a budget from which answers carry a warning.");
    fields.value("eco_at", settings.eco_at, config::Positive{1},
                 "Share of a budget from which requests that leave the choice open are answered in eco mode.");
    fields.value("at_limit", settings.at_limit, config::OneOf<AtLimit>{kAtLimitNames},
                 "When a budget is used up: refuse with 402, or go on with the smallest model.");
    fields.value("max_sessions", settings.max_sessions, config::Count{1, 10'000'000},
                 "Sessions remembered, shared evenly between clients. Each takes about half a kilobyte.");
    fields.value("session_idle", settings.session_idle, config::Duration{kIdleMin, kIdleMax},
                 "A session without a request for so long is forgotten.");
    fields.require(settings.warn_at < settings.eco_at, "warn_at", "is not below eco_at; lower it or raise eco_at");
}

void describe(config::Fields& fields, CarbonBudgetSettings& settings) {
    fields.value("grams", settings.grams, kAmount, "Grams of CO2e; without it there is no such budget.");
    fields.value("per", settings.per, config::OneOf<Period>{kPeriodNames}, "For how long, by the calendar in UTC.");
}

void describe(config::Fields& fields, MoneyBudgetSettings& settings) {
    fields.value("usd", settings.usd, kAmount, "US dollars; without it there is no such budget.");
    fields.value("per", settings.per, config::OneOf<Period>{kPeriodNames}, "For how long, by the calendar in UTC.");
}

void describe(config::Fields& fields, DepartmentSettings& settings) {
    fields.required("name", settings.name, config::Name{}, "As in `clients[].department`.");
    describe_spending(fields, settings.spending);
}

void describe_spending(config::Fields& fields, SpendingSettings& settings) {
    fields.group("carbon_budget", settings.carbon, "Carbon that may be caused in each period.");
    fields.group("money_budget", settings.money,
                 "Money that may be spent in each period, on models whose price is configured.");
}

void describe_rates(config::Fields& fields, RateSettings& settings) {
    constexpr config::Count kRate{1, static_cast<std::size_t>(RateBucket::kLimitMax)};
    fields.value("requests_per_minute", settings.requests_per_minute, kRate, "Requests it may make in a minute.");
    fields.value("tokens_per_minute", settings.tokens_per_minute, kRate,
                 "Tokens it may have read and written in a minute.");
}

}  // namespace greeninfer::budget
