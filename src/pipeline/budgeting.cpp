#include "pipeline/budgeting.hpp"

#include <fmt/format.h>

#include "pipeline/attempt_budget.hpp"
#include "pipeline/rate_fields.hpp"
#include "pipeline/session_id.hpp"

namespace greeninfer::pipeline {

namespace {

Error rate_error(const Client& client, const budget::RateAnswer& answer, std::int64_t tokens) {
    const std::string_view unit = answer.by_tokens ? "tokens" : "requests";
    const std::int64_t limit =
        (answer.by_tokens ? answer.tokens : answer.requests).value_or(budget::RateStatus()).limit;
    Error error{.fault = Fault::too_many_requests};
    error.detail = fmt::format("client '{}' may use {} {} per minute", client.settings.name, limit, unit);
    if (answer.by_tokens) error.detail += fmt::format("; this request may take {}", tokens);
    if (answer.never) {
        error.detail += ", so it can never be let in; lower max_tokens or shorten the prompt";
    } else {
        error.retry_after = std::max(std::chrono::seconds(1), std::chrono::ceil<std::chrono::seconds>(answer.wait));
    }
    return error;
}

std::int64_t tokens_to_expect(const Exchange& exchange) {
    const ExpectedTokens tokens = expected_tokens(exchange);
    return static_cast<std::int64_t>(tokens.prompt + tokens.completion);
}

std::int64_t tokens_used(const Outcome& outcome) {
    std::uint64_t tokens = 0;
    for (const Charge& charge : outcome.charges) {
        tokens += charge.prompt_tokens.value_or(0) + charge.completion_tokens.value_or(0);
    }
    return static_cast<std::int64_t>(std::min<std::uint64_t>(tokens, budget::RateBucket::kLimitMax));
}

}  // namespace

Task<> Budgeting::handle(Exchange& exchange, Next next) {
    const std::int64_t tokens = tokens_to_expect(exchange);
    if (auto admitted = admit(exchange, tokens); !admitted) co_return admitted;
    auto result = open(exchange);
    if (result) result = co_await next(exchange);
    if (result && exchange.outcome.attempts > 0) exchange.budget.count_prompt();
    count(exchange, result);
    correct_tokens(exchange, tokens);
    co_return result;
}

Result<void> Budgeting::admit(Exchange& exchange, std::int64_t tokens) {
    const BudgetBook& book = exchange.generation->budgets;
    const BudgetBook::Standing& standing = book.standing(exchange.client);
    if (!standing.rates.requests && !standing.rates.tokens) return {};
    const budget::RateAnswer answer = book.store()->take(*standing.account, standing.rates, tokens);
    exchange.rate_limited = true;
    add_rate_fields(answer, exchange.answer_fields);
    if (answer.allowed) return {};
    worker_.budget.count_refusal(answer.by_tokens ? budget::Refusal::tokens : budget::Refusal::requests);
    return std::unexpected(rate_error(*exchange.client, answer, tokens));
}

Result<void> Budgeting::open(Exchange& exchange) {
    TRY(const auto session_id, session_id_of(exchange));
    auto opened = exchange.budget.open(exchange.generation->budgets, exchange.client, exchange.department, session_id);
    if (!opened) {
        const bool too_many_sessions = opened.error().fault == Fault::too_many_requests;
        if (too_many_sessions) worker_.budget.count_refusal(budget::Refusal::sessions);
        return opened;
    }
    const budget::Level level = exchange.budget.level();
    if (level > budget::Level::ok) {
        exchange.answer_fields.add("x-greeninfer-budget", budget::kLevelNames[static_cast<std::size_t>(level)]);
    }
    return {};
}

void Budgeting::count(const Exchange& exchange, const Result<void>& result) {
    const auto fault = result ? std::nullopt : std::optional(result.error().fault);
    if (fault == Fault::carbon_budget_exceeded) worker_.budget.count_refusal(budget::Refusal::carbon);
    if (fault == Fault::money_budget_exceeded) worker_.budget.count_refusal(budget::Refusal::money);
    if (exchange.budget.smallest_only()) {
        worker_.budget.count_downgrade(budget::Downgrade::smallest);
    } else if (exchange.budget.forces_eco() && !exchange.decision.chosen_by_client) {
        worker_.budget.count_downgrade(budget::Downgrade::eco);
    }
}

void Budgeting::correct_tokens(const Exchange& exchange, std::int64_t expected) {
    const BudgetBook& book = exchange.generation->budgets;
    const BudgetBook::Standing& standing = book.standing(exchange.client);
    if (!standing.rates.tokens) return;
    book.store()->correct_tokens(*standing.account, standing.rates, tokens_used(exchange.outcome) - expected);
}

}  // namespace greeninfer::pipeline
