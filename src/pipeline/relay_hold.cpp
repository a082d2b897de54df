// The part of the relay that keeps an answer back: it reads it to its end, judges whether it is one, and gives nothing
// of it to the client but drafts and signs of life.
#include <algorithm>

#include "pipeline/held_answer.hpp"
#include "pipeline/metering.hpp"
#include "pipeline/relay.hpp"
#include "pipeline/reply_sink.hpp"
#include "wire/number_repair.hpp"
#include "wire/reply_view.hpp"

namespace greeninfer::pipeline {

Task<> Relay::hold(HeldAnswer& held) {
    held.begin(call_.head(), is_event_stream());
    auto read = held.is_stream ? co_await hold_stream(held) : co_await hold_body(held);
    if (!read) co_return read;
    CO_TRY(held.view, wire::read_answer_view(held.reply()));
    co_return Result<void>();
}

Task<> Relay::hold_body(HeldAnswer& held) {
    CO_TRY(const std::string body, co_await read_all());
    held.bytes = wire::with_repaired_numbers(body);
    held.head.content_length = held.bytes.size();
    CO_TRY(const wire::ReplyView view, wire::read_reply(wire::PaddedView::of(held.bytes)));
    if (view.error) co_return std::unexpected(view.error->error);
    exchange_.outcome.usage = view.usage;
    co_return Result<void>();
}

Task<> Relay::hold_stream(HeldAnswer& held) {
    std::string draft;
    wire::StreamAssembler assembler({.kind = exchange_.kind,
                                     .max_event_bytes = exchange_.generation->server.max_stream_queue,
                                     .max_reply_bytes = exchange_.generation->upstream.max_answer,
                                     .on_text = [&draft](std::string_view text) { draft.append(text); }});
    wire::NumberRepair repair;
    while (goes_on(assembler.state())) {
        CO_TRY(const std::string_view bytes, co_await next_held_bytes());
        const std::size_t before = held.bytes.size();
        bytes.empty() ? repair.finish(held.bytes) : repair.feed(bytes, held.bytes);
        if (held.bytes.size() > before) assembler.feed(std::string_view(held.bytes).substr(before));
        if (bytes.empty()) assembler.finish();
        note_output(exchange_, assembler.content_events());
        exchange_.outcome.usage = assembler.usage();
        if (assembler.content_events() > 0) note_first_token();
        if (held.bytes.size() > exchange_.generation->upstream.max_answer) {
            co_return fail(Fault::upstream_failed, "the answer is larger than upstream.max_answer");
        }
        if (auto shown = co_await show_draft(held, std::exchange(draft, {})); !shown) co_return shown;
    }
    if (assembler.state() != wire::StreamState::done) co_return std::unexpected(error_of(assembler.error()));
    held.assembled = assembler.reply();
    co_return co_await drain();
}

Task<> Relay::show_draft(HeldAnswer& held, std::string text) {
    if (!held.shows_drafts || text.empty()) co_return Result<void>();
    held.draft_shown = true;
    co_return co_await exchange_.sink.draft(exchange_, text);
}

// As next_bytes, except that the client also hears something while bytes arrive that it must not see yet.
Task<std::string_view> Relay::next_held_bytes() {
    constexpr std::chrono::nanoseconds kLongestWait = std::chrono::hours(1);  // for ever would overflow the clock
    for (;;) {
        if (auto kept = co_await keep_waiting_client(); !kept) co_return std::unexpected(kept.error());
        const Moment now = worker_.now();
        const auto until_comment = comment_due() - now;
        const auto until_content = content_due() - now;
        if (until_content.count() <= 0) break;
        CO_TRY(const auto bytes, co_await call_.read_for(std::min({until_comment, until_content, kLongestWait})));
        if (bytes) co_return *bytes;
    }
    co_return fail(Fault::upstream_timeout, "the model server sent no content within upstream.header_timeout");
}

// Content must begin within the header timer, while another endpoint may still be tried.
Moment Relay::content_due() const {
    if (exchange_.outcome.first_token_at) return Moment::max();
    return exchange_.outcome.sent_at.value_or(worker_.now()) + exchange_.generation->upstream.header_timeout;
}

Moment Relay::comment_due() const {
    const std::chrono::nanoseconds silence = exchange_.generation->upstream.keepalive_comment;
    if (silence.count() == 0 || !exchange_.answers_stream()) return Moment::max();
    return exchange_.outcome.commented_at.value_or(exchange_.received_at) + silence;
}

Task<> Relay::keep_waiting_client() {
    const Moment now = worker_.now();
    if (comment_due() > now) co_return Result<void>();
    exchange_.outcome.commented_at = now;
    co_return co_await exchange_.sink.hold_open(exchange_);
}

}  // namespace greeninfer::pipeline
