#include "pipeline/confirmation.hpp"

#include "grid/timestamp.hpp"
#include "pipeline/preview_binding.hpp"

namespace greeninfer::pipeline {

namespace {

constexpr std::string_view kField = "confirm.preview_id";
constexpr auto kUnasked = wire::PreviewChoice::never;

Result<PreviewTicket> open(const Exchange& exchange, const std::string& id, WallTime now) {
    TRY(const std::string payload, exchange.generation->preview_seal->open(id));
    auto ticket = unpack(payload);
    if (!ticket) {  // Signed by us, so by an older version of us.
        return fail(Fault::preview_foreign, "the preview was made by another version of this server; ask for a new one",
                    std::string(kField));
    }
    if (ticket->client != client_digest(exchange)) {
        return fail(Fault::preview_foreign,
                    "the preview was made for another client; confirm it with the key that it was asked for with",
                    std::string(kField));
    }
    const WallTime expires_at{std::chrono::seconds(ticket->expires_at_s)};
    if (now >= expires_at) {
        return fail(Fault::preview_expired,
                    "the preview expired at " + grid::print_timestamp(expires_at) + "; ask for a new one",
                    std::string(kField));
    }
    return *std::move(ticket);
}

}  // namespace

Result<void> Confirmation::verify(Exchange& exchange, const wire::Confirm& confirm) {
    TRY(PreviewTicket ticket, open(exchange, confirm.preview_id, worker_.core.clock().wall_now()));
    PreviewReport& report = exchange.preview;
    if (ticket.prompt != prompt_digest(exchange)) {
        report.ignored = "the prompt is not the one that the preview was made for";
        return {};
    }
    report.confirmed = std::move(ticket);
    report.choice = confirm.choice;
    return {};
}

// What runs in full now, or after a wait, was not avoided, whichever door it came through. Where a preview may still be
// made, its own stage knows.
void Confirmation::close_open_preview(const Exchange& exchange) {
    PreviewBook& book = worker_.load.previews;
    const auto& native = exchange.native;
    const bool may_get_one = native && native->preview.value_or(kUnasked) != kUnasked && !exchange.preview.confirmed;
    if (may_get_one || book.is_empty()) return;
    const auto prompt = native ? prompt_digest(exchange) : same_words_digest(exchange);
    if (prompt) book.close(*exchange.generation->preview_seal, *prompt);
}

Task<> Confirmation::handle(Exchange& exchange, Next next) {
    const auto& native = exchange.native;
    if (native && native->preview == wire::PreviewChoice::always && !exchange.generation->preview.enabled) {
        co_return fail(Fault::field_out_of_range,
                       "must be auto or never: this server makes no previews (its setting preview.enabled is false)",
                       "preview");
    }
    if (native && native->confirm) {
        auto verified = verify(exchange, *native->confirm);
        if (!verified) {
            worker_.previews.record(PreviewEvent::refused);
            co_return verified;
        }
    }
    close_open_preview(exchange);
    co_return co_await next(exchange);
}

}  // namespace greeninfer::pipeline
