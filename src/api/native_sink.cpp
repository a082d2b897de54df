#include "api/native_sink.hpp"

#include <cmath>

#include "pipeline/decision_json.hpp"
#include "pipeline/energy_report.hpp"
#include "pipeline/placement_json.hpp"
#include "pipeline/preview_json.hpp"
#include "pipeline/receipt.hpp"
#include "pipeline/session_report.hpp"
#include "pipeline/shortening_json.hpp"

namespace greeninfer::api {

namespace {

// Told with the decision as far as it is known then, and whole with the answer.
wire::NativeExplanation explanation_of(const pipeline::Exchange& exchange) {
    const pipeline::Decision& decision = exchange.decision;
    wire::NativeExplanation explanation;
    explanation.region = pipeline::region_of(exchange.outcome);
    if (!decision.reason.empty()) explanation.decision = decision.reason;
    if (!decision.mode_moved_by.empty()) explanation.mode_moved_by = decision.mode_moved_by;
    if (decision.assessment) explanation.complexity_reasons = pipeline::complexity_reasons(*decision.assessment);
    explanation.p_right_json = pipeline::chances_json(decision);
    explanation.cascade_json = pipeline::cascade_json(exchange.outcome.cascade);
    explanation.placement_json = pipeline::placement_json(exchange.outcome);
    explanation.deferral_json = pipeline::deferral_json(exchange.outcome);
    if (exchange.outcome.attempts > 0) explanation.attempts = exchange.outcome.attempts;
    return explanation;
}

// What is known before the answer.
wire::NativeReply decision_of(const pipeline::Exchange& exchange) {
    const models::ModelSettings& model = exchange.decision.model->settings;
    wire::NativeReply reply;
    reply.model_tier = to_string(model.tier);
    reply.model_name = model.display_name;
    reply.model_id = model.name;
    reply.mode_used = pipeline::kModeNames[static_cast<std::size_t>(exchange.decision.mode)];
    if (const auto& assessment = exchange.decision.assessment) {
        reply.complexity_score = assessment->score / 100;
        reply.complexity_score_100 = std::lround(assessment->score);
        reply.complexity_label = name_of(assessment->label);
    }
    reply.explanation = explanation_of(exchange);
    return reply;
}

// Without a cascade the one model that was asked is the whole path.
void add_path(const pipeline::Exchange& exchange, wire::NativeReply& reply) {
    const pipeline::CascadeReport& report = exchange.outcome.cascade;
    auto& path = reply.cascade_path.emplace();
    for (const models::Model* model : report.path) path.emplace_back(to_string(model->settings.tier));
    if (path.empty()) path.emplace_back(to_string(exchange.decision.model->settings.tier));
    reply.escalations = report.escalations;
}

void add_prompt(const pipeline::Exchange& exchange, wire::NativeReply& reply) {
    const auto tokens = pipeline::prompt_tokens_of(exchange);
    if (tokens) {
        reply.original_tokens = tokens->original;
        reply.optimized_tokens = tokens->sent;
        reply.tokens_saved = tokens->saved();
        reply.reduction_pct = tokens->reduction_pct();
        reply.tokens_method = pipeline::method_of(*tokens);
    }
    reply.optimized_prompt = pipeline::prompt_as_sent(exchange);
    reply.optimizer_used = exchange.shortening.changed();
    reply.shortening_json = pipeline::shortening_json(exchange, std::nullopt);
}

// A preview in place of the answer, or what an answer has to do with one.
void add_preview(const pipeline::PreviewReport& report, wire::NativeReply& reply) {
    if (report.made) {
        reply.preview_json = preview_json(*report.made);
        reply.response.reset();
        reply.cascade_path.reset();
        reply.escalations.reset();
    }
    if (!report.failed.empty()) reply.preview_failed = report.failed;
    if (!report.ignored.empty()) reply.preview_ignored = report.ignored;
    if (!report.confirmed || !report.choice || report.made) return;
    reply.preview_choice = to_string(*report.choice);
    if (const auto& spent = report.confirmed->spent.footprint) {
        reply.preview_energy_mwh = spent->energy.as_milliwatt_hours();
        if (spent->carbon) reply.preview_co2_grams = spent->carbon->as_grams();
    }
}

}  // namespace

wire::NativeReply NativeSink::reply(const pipeline::Exchange& exchange) const {
    wire::NativeReply reply = decision_of(exchange);
    reply.response = exchange.outcome.text;
    add_path(exchange, reply);
    add_prompt(exchange, reply);
    reply.energy = pipeline::energy_fields(exchange, clock_);
    reply.session_json = pipeline::session_json(exchange);
    const auto latency = clock_.now() - exchange.received_at;
    add_preview(exchange.preview, reply);
    reply.latency_ms = static_cast<std::uint64_t>(std::chrono::round<std::chrono::milliseconds>(latency).count());
    return reply;
}

// The fields that name the model are left out while another may still answer.
void NativeSink::start_stream(const pipeline::Exchange& exchange, bool is_decided) {
    if (out_.answered()) return;
    net::FieldLines fields;
    fields.add("content-type", "text/event-stream; charset=utf-8");
    fields.add("cache-control", "no-cache");
    fields.add("x-accel-buffering", "no");
    fields.add("x-request-id", envelope_.request_id);
    if (is_decided) pipeline::add_receipt_fields(exchange, fields);
    fields.append(envelope_.fields);
    fields.append(exchange.answer_fields);
    out_.start_stream(200, fields);
}

void NativeSink::tell_decision(const pipeline::Exchange& exchange, std::string& events) {
    if (!std::exchange(decision_told_, true)) wire::append_decision_event(decision_of(exchange), events);
}

Task<> NativeSink::text(pipeline::Exchange& exchange, std::string_view text) {
    std::string events;
    committed_ = true;
    start_stream(exchange, true);
    tell_decision(exchange, events);
    wire::append_delta_event(text, events);
    co_return co_await out_.write(events);
}

Task<> NativeSink::done(pipeline::Exchange& exchange) {
    std::string out;
    committed_ = true;
    if (exchange.native && exchange.native->stream) {
        start_stream(exchange, true);  // An answer without a word, or one whose draft holds.
        if (exchange.preview.made) {
            wire::append_preview_event(preview_json(*exchange.preview.made), out);
        } else {
            tell_decision(exchange, out);
        }
        wire::append_done_event(reply(exchange), out);
        co_return co_await out_.finish_stream(out);
    }
    net::FieldLines fields;
    fields.add("content-type", "application/json");
    fields.add("x-request-id", envelope_.request_id);
    pipeline::add_receipt_fields(exchange, fields);
    fields.append(envelope_.fields);
    fields.append(exchange.answer_fields);
    wire::append_native_reply(reply(exchange), out);
    const std::string_view body = out;
    co_return co_await out_.respond(200, fields, {&body, 1});
}

Task<> NativeSink::whole(pipeline::Exchange&, const net::ResponseHead&, std::span<const std::string_view>) {
    co_return fail(Fault::internal, "the native dialect passes no bodies on");
}

Task<> NativeSink::events(pipeline::Exchange&, const net::ResponseHead&, std::string_view) {
    co_return fail(Fault::internal, "the native dialect passes no events on");
}

Task<> NativeSink::keep_alive() {
    if (!out_.answered()) co_return Result<void>();
    co_return co_await out_.write(": ping\n\n");
}

Task<> NativeSink::hold_open(pipeline::Exchange& exchange) {
    start_stream(exchange, false);
    co_return co_await out_.write(": ping\n\n");
}

Task<> NativeSink::draft(pipeline::Exchange& exchange, std::string_view text) {
    std::string events;
    start_stream(exchange, false);
    tell_decision(exchange, events);
    wire::append_draft_event(to_string(exchange.decision.model->settings.tier), text, events);
    co_return co_await out_.write(events);
}

Task<> NativeSink::escalation(pipeline::Exchange&, std::string_view from_tier, std::string_view to_tier,
                              std::string_view reason) {
    std::string event;
    wire::append_escalation_event(from_tier, to_tier, reason, event);
    co_return co_await out_.write(event);
}

}  // namespace greeninfer::api
