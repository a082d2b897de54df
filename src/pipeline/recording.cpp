#include "pipeline/recording.hpp"

#include "pipeline/bill.hpp"
#include "pipeline/gains.hpp"
#include "pipeline/reply_sink.hpp"
#include "pipeline/token_count.hpp"
#include "pipeline/usage_records.hpp"
#include "telemetry/log.hpp"

namespace greeninfer::pipeline {

namespace {

using telemetry::RequestStage;

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
    record_usage(exchange);
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

void Recording::record_usage(const Exchange& exchange) {
    const auto& charges = exchange.outcome.charges;
    if (charges.empty() && !exchange.shortening.footprint) return;
    const RequestTimes times{worker_.core.clock().wall_now(), worker_.now() - exchange.received_at};
    const auto optimizer = record_of_optimizer(exchange, worker_.optimizer_label, times);
    if (optimizer) worker_.recorder.record(*optimizer);
    for (const Charge& charge : charges) worker_.recorder.record(record_of(charge, exchange, times));
    record_gains(exchange);
}

void Recording::record_gains(const Exchange& exchange) {
    for (const Charge& charge : exchange.outcome.charges) {
        const auto gain = prefix_gain_of(charge, exchange);
        if (gain) worker_.gains.record_prefix(charge.endpoint->cluster_label, *gain);
        if (charge.routing_gain) worker_.gains.record_routing(*charge.routing_gain);
        if (charge.green_routing_gain) worker_.gains.record_green_routing(*charge.green_routing_gain);
    }
    if (exchange.shortening.changed()) {
        const auto tokens = prompt_tokens_of(exchange);
        if (tokens) worker_.gains.optimizer_tokens_saved.add(tokens->saved());
    }
    if (const auto saved = bill_of(exchange).saved())
        worker_.gains.record_models(saved->attributed, saved->incremental);
}

}  // namespace greeninfer::pipeline
