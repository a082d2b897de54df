#include "pipeline/dispatch.hpp"

#include <algorithm>
#include <array>
#include <random>

#include "net/pause.hpp"
#include "pipeline/reply_sink.hpp"
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
        case Fault::upstream_timeout:
            return Verdict::failed;
        case Fault::upstream_rejected:
        case Fault::context_too_long:
            return Verdict::worked;
        default:
            return Verdict::neither;
    }
}

bool worth_the_same_endpoint(Fault fault) {
    return fault == Fault::upstream_unreachable || fault == Fault::upstream_failed;
}

bool worth_another_endpoint(Fault fault) {
    return worth_the_same_endpoint(fault) || fault == Fault::upstream_timeout || fault == Fault::upstream_rate_limit;
}

bool has_untried(const fleet::Endpoints& endpoints, std::span<const fleet::Endpoint* const> tried) {
    return std::ranges::any_of(endpoints, [tried](const auto& endpoint) {
        return fleet::can_answer(*endpoint) && std::ranges::find(tried, endpoint.get()) == tried.end();
    });
}

}  // namespace

Task<> Dispatch::handle(Exchange& exchange, Next) {
    worker_.retry_budget.count_request(worker_.now());
    Tried tried;
    for (;;) {
        auto result = co_await attempt(exchange, tried);
        if (result) co_return result;
        if (auto again = co_await prepare_retry(exchange, result.error(), tried); !again) co_return result;
    }
}

Task<> Dispatch::attempt(Exchange& exchange, Tried& tried) {
    const Generation& generation = *exchange.generation;
    const auto& endpoints = generation.fleet->endpoints_of(*exchange.decision.model);
    auto chosen = fleet::choose_endpoint(endpoints, tried, worker_.turn++, worker_.now(), generation.upstream.breaker);
    if (!chosen) co_return std::unexpected(std::move(chosen).error());
    if (!tried.empty() && tried.back() != chosen->get()) worker_.fleet.failovers.add();
    tried.push_back(chosen->get());
    exchange.outcome.endpoint = *std::move(chosen);
    ++exchange.outcome.attempts;
    const fleet::InFlight in_flight(*exchange.outcome.endpoint);
    auto result = co_await Attempt(worker_, exchange).run();
    count(exchange, result);
    co_return result;
}

// Succeeds when another attempt may be made, after waiting for its turn.
Task<> Dispatch::prepare_retry(Exchange& exchange, const Error& error, const Tried& tried) {
    const net::UpstreamSettings& settings = exchange.generation->upstream;
    const auto& endpoints = exchange.generation->fleet->endpoints_of(*exchange.decision.model);
    const bool other = has_untried(endpoints, tried);
    const bool worth_it = other ? worth_another_endpoint(error.fault) : worth_the_same_endpoint(error.fault);
    if (exchange.sink.committed() || !worth_it || tried.size() > settings.retries) co_return std::unexpected(error);
    if (!worker_.retry_budget.take_retry(worker_.now(), settings.retry_budget)) {
        worker_.fleet.retries_refused.add();
        co_return std::unexpected(error);
    }
    worker_.fleet.retries.add();
    // Another machine has had no trouble yet, so nothing is gained by waiting for it.
    if (other) co_return Result<void>();
    if (co_await net::pause_for(worker_.core, back_off(settings, tried.size()), exchange.abort))
        co_return Result<void>();
    co_return fail(Fault::client_gone, "the client closed the connection");
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
    if (verdict != Verdict::failed) return;
    telemetry::log_warning("attempt_failed",
                           {field("endpoint", LogText::from_configuration(endpoint.name)),
                            field("request_id", LogText::from_request_id(exchange.request_id)),
                            telemetry::LogField{"fault", wire::fault_entry(result.error().fault).name}});
}

}  // namespace greeninfer::pipeline
