#include "pipeline/confirmation.hpp"

#include "grid/timestamp.hpp"
#include "pipeline/preview_binding.hpp"

namespace greeninfer::pipeline {

namespace {

constexpr std::string_view kField = "confirm.preview_id";

Result<PreviewTicket> open(const Exchange& exchange, WallTime now) {
    TRY(const std::string payload, exchange.generation->preview_seal->open(exchange.native->confirm->preview_id));
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

Result<void> Confirmation::verify(Exchange& exchange) {
    TRY(PreviewTicket ticket, open(exchange, worker_.core.clock().wall_now()));
    PreviewReport& report = exchange.preview;
    if (ticket.prompt != prompt_digest(exchange)) {
        report.ignored = "the prompt is not the one that the preview was made for";
        return {};
    }
    report.confirmed = std::move(ticket);
    report.choice = exchange.native->confirm->choice;
    return {};
}

// What runs in full now, or after a wait, was not avoided. Where a preview may still be made, its own stage knows.
void Confirmation::close_open_preview(const Exchange& exchange) {
    const bool may_preview =
        exchange.native->preview.value_or(wire::PreviewChoice::never) != wire::PreviewChoice::never;
    const bool is_open_still = may_preview && !exchange.preview.confirmed;
    PreviewBook& book = worker_.load.previews;
    if (!is_open_still && !book.is_empty()) book.close(*exchange.generation->preview_seal, prompt_digest(exchange));
}

Task<> Confirmation::handle(Exchange& exchange, Next next) {
    if (!exchange.native) co_return co_await next(exchange);
    const bool is_off = !exchange.generation->preview.enabled;
    if (is_off && exchange.native->preview == wire::PreviewChoice::always) {
        co_return fail(Fault::field_out_of_range,
                       "must be auto or never: this server makes no previews (its setting preview.enabled is false)",
                       "preview");
    }
    if (exchange.native->confirm) {
        auto verified = verify(exchange);
        if (!verified) {
            worker_.previews.record(PreviewEvent::refused);
            co_return verified;
        }
    }
    close_open_preview(exchange);
    co_return co_await next(exchange);
}

}  // namespace greeninfer::pipeline
