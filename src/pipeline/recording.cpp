#include "pipeline/recording.hpp"

#include "pipeline/bill.hpp"
#include "pipeline/metering.hpp"
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
    if (exchange.sink.begun()) return 200;  // The error went into the stream.
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
        const auto& first_token_at = exchange.outcome.first_token_at;
        if (first_token_at) worker_.requests.record_first_token(request.model, *first_token_at - exchange.received_at);
    } else {
        request.model = telemetry::kOther;
    }
    worker_.requests.record_request(request, static_cast<int>(exchange.outcome.status));
    if (exchange.outcome.status == kClientGone) worker_.requests.cancelled.add();
    for (const Charge& charge : exchange.outcome.charges) record_charge(exchange, charge);
    record_footprints(exchange);
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

void Recording::record_charge(const Exchange& exchange, const Charge& charge) {
    telemetry::RequestMetrics& requests = worker_.requests;
    const telemetry::LabelId model = exchange.generation->labels.models[charge.model->id];
    if (charge.tokens_reported) {
        if (charge.prompt_tokens) requests.record_tokens(model, TokenKind::prompt, *charge.prompt_tokens);
        if (charge.completion_tokens) requests.record_tokens(model, TokenKind::completion, *charge.completion_tokens);
        if (charge.cached_tokens) requests.record_tokens(model, TokenKind::cached, *charge.cached_tokens);
    } else if (charge.completion_tokens && *charge.completion_tokens > 0) {
        requests.record_tokens(model, TokenKind::estimated, *charge.completion_tokens);
    }
    if (charge.cost) requests.record_cost(model, department_of(exchange), charge.cost->as_usd());
}

void Recording::record_footprints(const Exchange& exchange) const {
    for (const Charge& charge : exchange.outcome.charges) record_footprint(exchange, charge);
    if (exchange.outcome.charges.empty()) return;
    if (const auto saved = bill_of(exchange).saved())
        worker_.energy.record_saved(saved->attributed, saved->incremental);
}

// A metered share is written down by the ledger, once its window has closed: what it comes to is only known then.
void Recording::record_footprint(const Exchange& exchange, const Charge& charge) const {
    const energy::EnergyLabels labels = energy_labels(exchange, *charge.model, *charge.endpoint);
    if (charge.embodied) worker_.energy.record_embodied(labels, *charge.embodied);
    if (charge.is_metered) return;
    if (!charge.footprint) return worker_.energy.unknown_requests.add();
    worker_.energy.record_energy(labels, charge.footprint->evidence, charge.footprint->energy);
    if (charge.footprint->carbon) worker_.energy.record_carbon(labels, *charge.footprint->carbon);
}

}  // namespace greeninfer::pipeline
