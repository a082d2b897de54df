#include "pipeline/recording.hpp"

#include "pipeline/receipt.hpp"
#include "pipeline/reply_sink.hpp"
#include "telemetry/log.hpp"

namespace greeninfer::pipeline {

namespace {

using telemetry::RequestStage;
using telemetry::TokenKind;

constexpr unsigned kClientGone = 499;  // nginx's number for a client that left; never sent

unsigned status_of(const Exchange& exchange, const Result<void>& result) {
    if (result) return 200;
    if (result.error().fault == Fault::client_gone) return kClientGone;
    if (exchange.sink.committed()) return 200;  // The error went into the stream.
    return static_cast<unsigned>(wire::http_status(result.error().fault, exchange.dialect));
}

void log(const Exchange& exchange) {
    using telemetry::field;
    using telemetry::LogText;
    const models::Model* const model = exchange.decision.model;
    const auto& endpoint = exchange.outcome.endpoint;
    telemetry::log_debug("request",
                         {field("request_id", LogText::from_request_id(exchange.request_id)),
                          field("status", exchange.outcome.status), field("attempts", exchange.outcome.attempts),
                          field("model", LogText::from_configuration(model ? model->settings.name : "")),
                          field("endpoint", LogText::from_configuration(endpoint ? endpoint->name : ""))});
}

}  // namespace

Task<> Recording::handle(Exchange& exchange, Next next) {
    const telemetry::GaugeHold in_flight(worker_.requests.in_flight);
    auto result = co_await next(exchange);
    exchange.outcome.status = status_of(exchange, result);
    record(exchange);
    if (telemetry::log_enabled(telemetry::LogLevel::debug)) log(exchange);
    co_return result;
}

void Recording::record(const Exchange& exchange) {
    const Labels& labels = exchange.generation->labels;
    telemetry::RequestLabels request{.route = exchange.route};
    if (const models::Model* model = exchange.decision.model) {
        request.model = labels.models[model->id];
        request.tier = labels.tiers[static_cast<std::size_t>(model->settings.tier)];
        request.mode = labels.modes[static_cast<std::size_t>(exchange.decision.mode)];
        record_tokens(exchange, request.model);
    } else {
        request.model = telemetry::kOther;
    }
    worker_.requests.record_request(request, static_cast<int>(exchange.outcome.status));
    if (exchange.outcome.status == kClientGone) worker_.requests.cancelled.add();
    record_stages(exchange);
}

void Recording::record_stages(const Exchange& exchange) {
    const Outcome& outcome = exchange.outcome;
    const Moment now = worker_.now();
    telemetry::RequestMetrics& requests = worker_.requests;
    requests.record_stage(RequestStage::total, now - exchange.received_at);
    if (outcome.decided_at) requests.record_stage(RequestStage::decide, *outcome.decided_at - exchange.received_at);
    if (!outcome.sent_at || !outcome.answer_began_at) return;
    requests.record_stage(RequestStage::upstream, *outcome.answer_began_at - *outcome.sent_at);
    requests.record_stage(RequestStage::relay, now - *outcome.answer_began_at);
}

void Recording::record_tokens(const Exchange& exchange, telemetry::LabelId model) {
    const Outcome& outcome = exchange.outcome;
    telemetry::RequestMetrics& requests = worker_.requests;
    if (outcome.first_token_at) requests.record_first_token(model, *outcome.first_token_at - exchange.received_at);
    if (!outcome.usage) {
        if (outcome.estimated_tokens > 0) requests.record_tokens(model, TokenKind::estimated, outcome.estimated_tokens);
        return;
    }
    const wire::Usage& usage = *outcome.usage;
    if (usage.prompt_tokens) requests.record_tokens(model, TokenKind::prompt, *usage.prompt_tokens);
    if (usage.completion_tokens) requests.record_tokens(model, TokenKind::completion, *usage.completion_tokens);
    if (usage.cached_tokens.state == wire::CachedTokens::State::known) {
        requests.record_tokens(model, TokenKind::cached, usage.cached_tokens.tokens);
    }
    if (const auto dollars = cost_usd(exchange)) {
        const auto department = exchange.client ? exchange.client->department : telemetry::kNone;
        requests.record_cost(model, department, *dollars);
    }
}

}  // namespace greeninfer::pipeline
