#include "api/openai_sink.hpp"

#include "pipeline/forwarded_fields.hpp"
#include "pipeline/receipt.hpp"
#include "wire/error_body.hpp"
#include "wire/stream_filter.hpp"

namespace greeninfer::api {

namespace {

net::FieldLines answer_fields(const pipeline::Exchange& exchange, const Envelope& envelope,
                              const net::ResponseHead& upstream) {
    net::FieldLines fields;
    fields.reserve(512);
    fields.add("x-request-id", envelope.request_id);
    pipeline::add_receipt_fields(exchange, fields);
    pipeline::add_fields_for_client(exchange, upstream, fields);
    fields.append(exchange.answer_fields);
    fields.append(envelope.fields);
    return fields;
}

void add_stream_fields(net::FieldLines& fields) {
    fields.add("content-type", "text/event-stream; charset=utf-8");
    fields.add("cache-control", "no-cache");
    fields.add("x-accel-buffering", "no");
}

}  // namespace

Task<> OpenAiSink::whole(pipeline::Exchange& exchange, const net::ResponseHead& upstream,
                         std::span<const std::string_view> body) {
    if (out_.answered()) co_return fail(Fault::upstream_failed, "the model server did not stream its answer");
    committed_ = true;
    net::FieldLines fields = answer_fields(exchange, envelope_, upstream);
    fields.add("content-type", "application/json");
    co_return co_await out_.respond(200, fields, body);
}

Task<> OpenAiSink::events(pipeline::Exchange& exchange, const net::ResponseHead& upstream, std::string_view events) {
    committed_ = true;
    if (!out_.answered()) {
        net::FieldLines fields = answer_fields(exchange, envelope_, upstream);
        add_stream_fields(fields);
        out_.start_stream(200, fields);
    }
    co_return co_await out_.write(events);
}

Task<> OpenAiSink::text(pipeline::Exchange&, std::string_view) {
    co_return fail(Fault::internal, "OpenAI's dialect has no bare texts");
}

Task<> OpenAiSink::done(pipeline::Exchange& exchange) {
    std::string end;
    if (const std::string receipt = pipeline::receipt_json(exchange, clock_); !receipt.empty()) {
        end.append(": greeninfer ").append(receipt).append("\n\n");
    }
    end.append(wire::kDoneEvent);
    co_return co_await out_.finish_stream(end);
}

Task<> OpenAiSink::keep_alive() {
    if (!out_.answered()) co_return Result<void>();
    co_return co_await out_.write(": ping\n\n");
}

// What names the model is left out of this head: which one answers is not known yet.
Task<> OpenAiSink::hold_open(pipeline::Exchange& exchange) {
    if (!out_.answered()) {
        net::FieldLines fields;
        fields.add("x-request-id", envelope_.request_id);
        add_stream_fields(fields);
        fields.append(exchange.answer_fields);
        fields.append(envelope_.fields);
        out_.start_stream(200, fields);
    }
    co_return co_await out_.write(": ping\n\n");
}

Task<> break_stream(net::ServerExchange& out, const pipeline::Exchange& exchange, const Error& error) {
    out.close_after_answer();
    std::string event;
    if (!exchange.outcome.error_told) wire::append_error_event(exchange.dialect, error, event);
    co_return co_await out.finish_stream(event);
}

}  // namespace greeninfer::api
