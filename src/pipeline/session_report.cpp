#include "pipeline/session_report.hpp"

#include <algorithm>

#include "pipeline/attempt_budget.hpp"
#include "wire/json_writer.hpp"

namespace greeninfer::pipeline {

namespace {

void write_totals(const budget::Totals& totals, wire::JsonWriter& writer) {
    writer.member("total_prompts", totals.prompts);
    if (totals.unknown_energy == 0) {
        const Energy energy = Energy::joules(static_cast<double>(totals.energy_microjoules) / 1e6);
        writer.key("total_energy_mwh").measure(energy.as_milliwatt_hours());
        writer.key("total_co2_grams").measure(budget::grams(totals.cost.carbon_nanograms));
    } else {
        writer.member("total_energy_mwh", nullptr).member("total_co2_grams", nullptr);
    }
    writer.key("total_cost_usd");
    totals.unknown_money == 0 ? writer.measure(budget::dollars(totals.cost.money_nanodollars)) : writer.value(nullptr);
}

}  // namespace

std::string session_json(std::string_view id, const budget::AccountStatus& status, const BudgetBook& book) {
    const std::int64_t limit = book.session_limits().carbon.value_or(budget::Limit()).amount;
    const std::int64_t left = std::max<std::int64_t>(0, limit - status.carbon.held());
    const budget::Level level = level_of(used_ratio(book.session_limits(), status), book.settings());
    std::string json;
    wire::JsonWriter writer(json);
    writer.begin_object().member("session_id", id);
    write_totals(status.totals, writer);
    writer.key("carbon_budget_g").measure(budget::grams(limit));
    writer.key("carbon_used_g").measure(budget::grams(status.carbon.used));
    writer.key("carbon_reserved_g").measure(budget::grams(status.carbon.reserved));
    writer.key("carbon_remaining_g").measure(budget::grams(left));
    writer.member("level", budget::kLevelNames[static_cast<std::size_t>(level)]).end_object();
    return json;
}

std::optional<std::string> session_json(const Exchange& exchange) {
    const budget::Line* const session = exchange.budget.session();
    if (!session) return std::nullopt;
    budget::AccountStatus status = exchange.budget.store()->status(*session);
    ++status.totals.prompts;
    if (exchange.outcome.attempt_open) {
        // Its reservation still stands, and is about to be replaced by what it came to.
        const Charge charge = charge_of_attempt(exchange, Purpose::answer);
        const budget::Cost estimate = expected_cost(exchange, *charge.model, expected_tokens(exchange, *charge.model));
        const budget::Totals totals = totals_of(charge, estimate);
        status.totals += totals;
        status.carbon.used = budget::saturating_sum(status.carbon.used, totals.cost.carbon_nanograms);
        status.carbon.reserved = std::max<std::int64_t>(0, status.carbon.reserved - estimate.carbon_nanograms);
    }
    return session_json(exchange.budget.session_id(), status, exchange.generation->budgets);
}

}  // namespace greeninfer::pipeline
