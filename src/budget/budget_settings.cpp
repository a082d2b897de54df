#include "budget/budget_settings.hpp"

#include <algorithm>

#include "config/fields.hpp"

namespace greeninfer::budget {

namespace {

constexpr double kAmountMax = 1e9;  // grams or dollars: more does not fit the ledger's whole numbers
constexpr config::Positive kAmount{kAmountMax};

// A limit that rounds to nothing would stand for everything being refused.
std::int64_t at_least_one(std::int64_t amount) {
    return std::max<std::int64_t>(1, amount);
}

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

std::optional<Limit> CarbonBudgetSettings::limit() const {
    if (!grams) return std::nullopt;
    return Limit{at_least_one(nanograms(*grams)), per.value_or(Period::day)};
}

std::optional<Limit> MoneyBudgetSettings::limit() const {
    if (!usd) return std::nullopt;
    return Limit{at_least_one(nanodollars(*usd)), per.value_or(Period::month)};
}

Limits BudgetSettings::session_limits() const {
    return {.carbon = Limit{at_least_one(nanograms(session_grams)), std::nullopt}, .money = std::nullopt};
}

RateLimits RateSettings::limits() const {
    const auto whole = [](const std::optional<std::size_t>& rate) {
        return rate ? std::optional(static_cast<std::int64_t>(*rate)) : std::nullopt;
    };
    return {.requests = whole(requests_per_minute), .tokens = whole(tokens_per_minute)};
}

void describe(config::Fields& fields, CarbonBudgetSettings& settings) {
    fields.value("grams", settings.grams, kAmount, "Grams of CO2e; without it there is no such budget.");
    fields.value("per", settings.per, config::OneOf<Period>{kPeriodNames},
                 "For how long, by the calendar in UTC; a day when not given.");
    fields.require(!settings.per || settings.grams, "grams", "is missing; add it");
}

void describe(config::Fields& fields, MoneyBudgetSettings& settings) {
    fields.value("usd", settings.usd, kAmount, "US dollars; without it there is no such budget.");
    fields.value("per", settings.per, config::OneOf<Period>{kPeriodNames},
                 "For how long, by the calendar in UTC; a month when not given.");
    fields.require(!settings.per || settings.usd, "usd", "is missing; add it");
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
