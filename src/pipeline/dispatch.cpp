#include "pipeline/dispatch.hpp"

#include <algorithm>
#include <iterator>
#include <random>

#include "net/pause.hpp"
#include "pipeline/attempt_budget.hpp"
#include "pipeline/held_answer.hpp"
#include "pipeline/metering.hpp"
#include "pipeline/placement_learning.hpp"
#include "pipeline/prompt_blocks.hpp"
#include "pipeline/reply_sink.hpp"
#include "pipeline/session_id.hpp"
#include "pipeline/token_lookup.hpp"
#include "telemetry/log.hpp"
#include "wire/fault_table.hpp"

namespace greeninfer::pipeline {

namespace {

using telemetry::field;
using telemetry::LogText;

enum class Verdict { worked, failed, neither };

// What an attempt says about its endpoint. A refusal of the request itself is the endpoint working.
Verdict verdict_of(const Result<void>& result) {
    if (result) return Verdict::worked;
    switch (result.error().fault) {
        case Fault::upstream_unreachable:
        case Fault::upstream_failed:
        case Fault::upstream_denied:
        case Fault::upstream_timeout:
            return Verdict::failed;
        case Fault::upstream_rejected:
        case Fault::context_too_long:
            return Verdict::worked;
        default:
            return Verdict::neither;
    }
}

const fleet::Endpoints& endpoints_of(const Exchange& exchange) {
    return exchange.generation->fleet->endpoints_of(*exchange.decision.model);
}

// Something of an answer is with the client, so that a second one would be glued to it.
bool answer_began(const Exchange& exchange) {
    return exchange.hold ? exchange.hold->draft_shown : exchange.sink.committed();
}

bool worth_the_same_endpoint(Fault fault) {
    return fault == Fault::upstream_unreachable || fault == Fault::upstream_failed;
}

bool worth_another_endpoint(Fault fault) {
    return worth_the_same_endpoint(fault) || fault == Fault::upstream_timeout || fault == Fault::upstream_rate_limit ||
           fault == Fault::upstream_denied;
}

// Only what streams begins to arrive with its first token; see fleet/latency.hpp.
void measure_latency(const Outcome& outcome, const fleet::Endpoint& endpoint, Moment now) {
    if (!outcome.sent_at || !outcome.first_token_at) return;
    endpoint.state->latency.record(*outcome.first_token_at - *outcome.sent_at, now);
}

fleet::Endpoints untried(const fleet::Endpoints& endpoints, std::span<const fleet::Endpoint* const> tried) {
    fleet::Endpoints rest;
    std::ranges::copy_if(endpoints, std::back_inserter(rest), [tried](const auto& endpoint) {
        return std::ranges::find(tried, endpoint.get()) == tried.end();
    });
    return rest;
}

}  // namespace

Task<> Dispatch::handle(Exchange& exchange, Next) {
    worker_.retry_budget.count_request(worker_.now());
    Tried tried;
    exchange.prefix = prefix_of(exchange);
    if (wants_tokens(exchange)) co_await look_for_tokens(worker_, exchange);
    CO_TRY(Chosen chosen, choose(exchange, endpoints_of(exchange), tried));
    for (;;) {
        auto result = co_await attempt(exchange, std::move(chosen), tried);
        if (result) co_return result;
        CO_TRY(chosen, co_await choose_again(exchange, result.error(), tried));
    }
}

Task<> Dispatch::attempt(Exchange& exchange, Chosen chosen, Tried& tried) {
    const models::Model& model = *exchange.decision.model;
    auto endpoint = chosen.endpoint;
    auto budget = AttemptBudget::reserve(exchange, model, expected_tokens(exchange, model));
    if (!budget) {
        endpoint->state->breaker.record_nothing();
        co_return std::unexpected(std::move(budget).error());
    }
    if (!exchange.outcome.decided_at) exchange.outcome.decided_at = worker_.now();
    if (!tried.empty() && tried.back() != endpoint.get()) worker_.fleet.failovers.add();
    tried.push_back(endpoint.get());
    exchange.outcome.endpoint = std::move(endpoint);
    worker_.fleet.record(chosen.fallback);
    exchange.outcome.placement = std::move(chosen);
    ++exchange.outcome.attempts;
    exchange.outcome.attempt_open = true;
    const fleet::InFlight in_flight(*exchange.outcome.endpoint);
    exchange.outcome.placed = placed(exchange);
    begin_metering(exchange, worker_.now());
    auto result = co_await Attempt(worker_, exchange).run();
    end_metering(exchange, result, worker_.now());
    book_attempt(exchange, result, exchange.purpose);
    budget->settle();
    count(exchange, result);
    if (result && exchange.outcome.placed) exchange.outcome.placed->has_read(worker_.now());
    exchange.outcome.placed.reset();
    co_return result;
}

Result<Dispatch::Chosen> Dispatch::choose(const Exchange& exchange, const fleet::Endpoints& endpoints,
                                          const Tried& tried) {
    const Generation& generation = *exchange.generation;
    const net::BreakerSettings& breaker = generation.upstream.breaker;
    const ExpectedTokens expected = expected_tokens(exchange, *exchange.decision.model);
    const fleet::StrategyView view = strategy_view(exchange, expected);
    if (!generation.green_routing.enabled || !exchange.grid) {
        return fleet::choose_endpoint(endpoints, tried, worker_.turn++, worker_.now(), breaker, nullptr, view);
    }
    const fleet::GreenView green{
        .settings = generation.green_routing,
        .snapshot = *exchange.grid,
        .stale_after = generation.grid.stale_after,
        .profile = exchange.decision.model->energy,
        .expected_work = {.prompt_tokens = expected.prompt, .output_tokens = expected.completion}};
    return fleet::choose_endpoint(endpoints, tried, worker_.turn++, worker_.now(), breaker, &green, view);
}

// By what the strategy of the model decides about this request.
fleet::StrategyView Dispatch::strategy_view(const Exchange& exchange, const ExpectedTokens& expected) {
    const Generation& generation = *exchange.generation;
    const models::Model& model = *exchange.decision.model;
    fleet::StrategyView view{.strategy = strategy_of(generation, model),
                             .fallback = generation.endpoint_strategy.fallback,
                             .expected_work = {.prompt_tokens = expected.prompt, .output_tokens = expected.completion},
                             .profile = &model.energy};
    if (view.strategy == fleet::Strategy::session) {
        // A wrong id was refused before.
        const auto id = session_id_of(exchange).value_or(std::nullopt);
        if (id) view.session = fleet::root_of_texts(0, *id, {});
    }
    if (exchange.prefix) {
        exchange.prefix->look_up(worker_.now());
        view.prompt = exchange.prefix->blocks;
        view.match = &exchange.prefix->match;
        view.token_chains = exchange.prefix->token_chains;
        view.expected_work.prompt_tokens = tokens_to_place(exchange);
        view.explores = std::bernoulli_distribution(generation.endpoint_strategy.exploration)(worker_.random);
    }
    return view;
}

// Of requests that are placed by what endpoints have to read; short ones beside them take slots too.
std::shared_ptr<fleet::PlacedPrompt> Dispatch::placed(const Exchange& exchange) const {
    if (!exchange.outcome.placement.reading && !exchange.prefix) return nullptr;
    const auto reading = exchange.outcome.placement.reading.value_or(fleet::ExpectedReading());
    return std::make_shared<fleet::PlacedPrompt>(*exchange.outcome.endpoint, exchange.prefix, reading.missed_tokens,
                                                 worker_.now(), fleet::Seconds(reading.first_token_seconds));
}

// The endpoint of the next attempt, after waiting for its turn; otherwise the error that the client is told.
Task<Dispatch::Chosen> Dispatch::choose_again(Exchange& exchange, const Error& error, const Tried& tried) {
    const net::UpstreamSettings& settings = exchange.generation->upstream;
    const bool too_late = answer_began(exchange) || tried.size() > settings.retries;
    if (too_late || !worth_another_endpoint(error.fault)) co_return std::unexpected(error);
    const auto other = choose(exchange, untried(endpoints_of(exchange), tried), tried);
    if (!other && !worth_the_same_endpoint(error.fault)) co_return std::unexpected(error);
    if (!worker_.retry_budget.take_retry(worker_.now(), settings.retry_budget)) {
        worker_.fleet.retries_refused.add();
        if (other) other->endpoint->state->breaker.record_nothing();
        co_return std::unexpected(error);
    }
    worker_.fleet.retries.add();
    // Another machine has had no trouble yet, so nothing is gained by waiting for it.
    if (other) co_return *other;
    if (!co_await net::pause_for(worker_.core, back_off(settings, tried.size()), exchange.abort)) {
        co_return fail(Fault::client_gone, "the client closed the connection");
    }
    auto again = choose(exchange, endpoints_of(exchange), tried);
    // That no endpoint is left by now explains less than why the last one failed.
    if (!again) co_return std::unexpected(error);
    co_return again;
}

// Exponential with full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter", 2015): retries of many
// requests that failed together spread out instead of coming back together.
std::chrono::nanoseconds Dispatch::back_off(const net::UpstreamSettings& settings, std::size_t retry) {
    const std::int64_t doubled = settings.retry_backoff.count() << std::min<std::size_t>(retry - 1, 16);
    const std::int64_t longest = std::min<std::int64_t>(doubled, settings.retry_backoff_limit.count());
    return std::chrono::milliseconds(std::uniform_int_distribution<std::int64_t>(0, longest)(worker_.random));
}

void Dispatch::count(const Exchange& exchange, const Result<void>& result) {
    const fleet::Endpoint& endpoint = *exchange.outcome.endpoint;
    const net::BreakerSettings& settings = exchange.generation->upstream.breaker;
    const Verdict verdict = verdict_of(result);
    if (verdict == Verdict::worked) endpoint.state->breaker.record_success(settings);
    if (verdict == Verdict::failed) endpoint.state->breaker.record_failure(worker_.now(), settings);
    if (verdict == Verdict::neither) endpoint.state->breaker.record_nothing();
    const std::size_t outcome = result ? 0 : 1 + static_cast<std::size_t>(result.error().fault);
    worker_.fleet.attempts.at({endpoint.label, worker_.outcome_labels[outcome]}).add();
    measure_latency(exchange.outcome, endpoint, worker_.now());
    if (result) learn_from(exchange, worker_.now());
    if (verdict != Verdict::failed) return;
    telemetry::log_warning("attempt_failed",
                           {field("endpoint", LogText::from_configuration(endpoint.name)),
                            field("request_id", LogText::from_request_id(exchange.request_id)),
                            telemetry::LogField{"fault", wire::fault_entry(result.error().fault).name}});
}

}  // namespace greeninfer::pipeline
