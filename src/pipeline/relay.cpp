#include "pipeline/relay.hpp"

#include <array>

#include "pipeline/metering.hpp"
#include "pipeline/receipt.hpp"
#include "pipeline/reply_sink.hpp"
#include "wire/reply_view.hpp"

namespace greeninfer::pipeline {

namespace {

using wire::StreamState;

Error cut_off() {
    return {Fault::upstream_unreachable, "the model server ended its answer in the middle"};
}

}  // namespace

bool Relay::goes_on(StreamState state) {
    return state == StreamState::holding || state == StreamState::streaming;
}

Error Relay::error_of(const std::optional<wire::UpstreamError>& error) {
    return error ? error->error : cut_off();
}

Task<> Relay::deliver(Delivery delivery) {
    switch (delivery) {
        case Delivery::relayed:
            return stream();
        case Delivery::whole:
            return whole();
        case Delivery::assembled:
        case Delivery::texts:
            break;
    }
    return assemble(delivery);
}

bool Relay::is_event_stream() const {
    constexpr std::string_view kEventStream = "text/event-stream";
    const std::string_view type = call_.head().fields.find("content-type").value_or("");
    return net::same_name(type.substr(0, kEventStream.size()), kEventStream);
}

// Comments and empty events are signs of life but no answer: content must begin within the header timer, while
// another endpoint may still be tried.
Task<std::string_view> Relay::bytes_before_content() {
    const Moment now = worker_.now();
    const auto left = exchange_.outcome.sent_at.value_or(now) + exchange_.generation->upstream.header_timeout - now;
    CO_TRY(const auto bytes, co_await call_.read_for(left));
    if (bytes && left.count() > 0) co_return *bytes;
    co_return fail(Fault::upstream_timeout, "the model server sent no content within upstream.header_timeout");
}

// The next bytes of the answer; keeps the client's stream alive while the model server is silent.
Task<std::string_view> Relay::next_bytes() {
    if (!exchange_.outcome.first_token_at) co_return co_await bytes_before_content();
    const std::chrono::nanoseconds silence = exchange_.generation->upstream.keepalive_comment;
    if (silence.count() == 0 || !exchange_.sink.committed()) co_return co_await call_.read();
    for (;;) {
        CO_TRY(const auto bytes, co_await call_.read_for(silence));
        if (bytes) co_return *bytes;
        if (auto kept = co_await exchange_.sink.keep_alive(); !kept) co_return std::unexpected(kept.error());
    }
}

// The answer is complete, so what its share of a meter is can be said now.
void Relay::note_usage(const std::optional<wire::Usage>& usage) {
    exchange_.outcome.usage = usage;
    finish_metering(exchange_, worker_.now());
}

void Relay::note_first_token() {
    Outcome& outcome = exchange_.outcome;
    if (outcome.first_token_at) return;
    outcome.first_token_at = worker_.now();
    if (outcome.placed) outcome.placed->has_read(worker_.now());
}

Task<> Relay::stream() {
    if (!is_event_stream()) co_return co_await whole();
    auto receipt = [this](const wire::Usage& usage) {
        note_usage(usage);
        return receipt_json(exchange_, worker_.core.clock());
    };
    wire::StreamFilter filter({.client_wants_usage = exchange_.view.include_usage,
                               .max_event_bytes = exchange_.generation->server.max_stream_queue,
                               .receipt = std::move(receipt)});
    std::string out;
    while (goes_on(filter.state())) {
        CO_TRY(const std::string_view bytes, co_await next_bytes());
        out.clear();
        bytes.empty() ? filter.finish(out) : filter.feed(bytes, out);
        note_output(exchange_, filter.content_events());
        if (filter.usage()) exchange_.outcome.usage = filter.usage();
        if (auto passed = co_await pass_on(out); !passed) co_return passed;
    }
    co_return co_await end_stream(filter);
}

Task<> Relay::pass_on(std::string_view events) {
    if (events.empty()) co_return Result<void>();
    note_first_token();
    co_return co_await exchange_.sink.events(exchange_, call_.head(), events);
}

Task<> Relay::end_stream(const wire::StreamFilter& filter) {
    if (filter.state() == StreamState::done) {
        finish_metering(exchange_, worker_.now());
        auto told = co_await exchange_.sink.done(exchange_);
        if (told) co_await drain();
        co_return told;
    }
    exchange_.outcome.error_told = filter.state() == StreamState::failed && filter.committed();
    co_return std::unexpected(error_of(filter.error()));
}

// What follows the last event is only framing; read, it lets the connection go back to the pool.
Task<> Relay::drain() {
    constexpr std::chrono::milliseconds kPatience{100};
    for (int reads = 0; reads < 4; ++reads) {
        CO_TRY(const auto bytes, co_await call_.read_for(kPatience));
        if (!bytes || bytes->empty()) break;
    }
    co_return Result<void>();
}

Task<std::string> Relay::read_all() {
    const std::size_t limit = exchange_.generation->upstream.max_answer;
    std::string body;
    if (const auto length = call_.head().content_length) {
        body.reserve(std::min<std::size_t>(*length, limit) + wire::kPaddingBytes);
    }
    for (;;) {
        // A body of known length is complete without asking once more.
        if (!body.empty() && call_.head().content_length == body.size()) co_return body;
        CO_TRY(const std::string_view bytes, co_await call_.read());
        if (bytes.empty()) co_return body;
        if (body.size() + bytes.size() > limit) {
            co_return fail(Fault::upstream_failed, "the answer is larger than upstream.max_answer");
        }
        body.append(bytes);
    }
}

Task<> Relay::whole() {
    CO_TRY(std::string body, co_await read_all());
    CO_TRY(const wire::ReplyView view, wire::read_reply(wire::PaddedView::of(body)));
    if (view.error) co_return std::unexpected(view.error->error);
    note_usage(view.usage);  // When its first token came, a body as a whole does not tell.
    const std::string receipt = receipt_json(exchange_, worker_.core.clock());
    const std::string member = receipt.empty() ? receipt : wire::receipt_member(view, receipt);
    const std::string_view text = body;
    const std::array<std::string_view, 3> pieces = {text.substr(0, view.last_member_end), member,
                                                    text.substr(view.last_member_end)};
    co_return co_await exchange_.sink.whole(exchange_, call_.head(), pieces);
}

Task<> Relay::assemble(Delivery delivery) {
    if (!is_event_stream()) {
        if (delivery == Delivery::assembled) co_return co_await whole();
        CO_TRY(std::string body, co_await read_all());
        CO_TRY(const wire::ReplyView view, wire::read_reply(wire::PaddedView::of(body)));
        if (view.error) co_return std::unexpected(view.error->error);
        CO_TRY(exchange_.outcome.text, wire::read_answer(wire::PaddedView::of(body)));
        note_usage(view.usage);
        co_return co_await exchange_.sink.done(exchange_);
    }
    std::string new_text;
    auto keep_text = [&new_text](std::string_view text) { new_text.append(text); };
    wire::StreamAssembler assembler({.kind = exchange_.kind,
                                     .max_event_bytes = exchange_.generation->server.max_stream_queue,
                                     .max_reply_bytes = exchange_.generation->upstream.max_answer,
                                     .on_text = std::move(keep_text)});
    while (goes_on(assembler.state())) {
        if (auto fed = co_await feed(assembler, new_text); !fed) co_return fed;
    }
    note_output(exchange_, assembler.content_events());
    note_usage(assembler.usage());
    if (assembler.state() != StreamState::done) co_return std::unexpected(error_of(assembler.error()));
    auto delivered = co_await deliver_assembled(assembler, delivery);
    if (delivered) co_await drain();
    co_return delivered;
}

Task<> Relay::feed(wire::StreamAssembler& assembler, std::string& new_text) {
    CO_TRY(const std::string_view bytes, co_await next_bytes());
    bytes.empty() ? assembler.finish() : assembler.feed(bytes);
    note_output(exchange_, assembler.content_events());
    if (assembler.content_events() > 0) note_first_token();
    if (new_text.empty()) co_return Result<void>();
    const std::string piece = std::exchange(new_text, {});
    if (!exchange_.native || !exchange_.native->stream) co_return Result<void>();
    co_return co_await exchange_.sink.text(exchange_, piece);
}

Task<> Relay::deliver_assembled(const wire::StreamAssembler& assembler, Delivery delivery) {
    if (delivery == Delivery::texts) {
        exchange_.outcome.text = assembler.text();
        co_return co_await exchange_.sink.done(exchange_);
    }
    const std::string reply = assembler.reply(receipt_json(exchange_, worker_.core.clock()));
    const std::string_view piece = reply;
    co_return co_await exchange_.sink.whole(exchange_, call_.head(), {&piece, 1});
}

}  // namespace greeninfer::pipeline
