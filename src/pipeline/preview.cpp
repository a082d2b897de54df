#include "pipeline/preview.hpp"

#include "pipeline/bill.hpp"
#include "pipeline/preview_binding.hpp"
#include "pipeline/preview_estimate.hpp"
#include "pipeline/preview_guidance.hpp"
#include "pipeline/preview_wish.hpp"
#include "pipeline/reply_sink.hpp"

namespace greeninfer::pipeline {

namespace {

// Nothing was spent, and that is known.
PreviewSpent nothing_spent() {
    return {.footprint = energy::FootprintSum().total(), .cost = Money()};
}

// What this request has taken so far.
PreviewSpent spent_by(const Exchange& exchange) {
    const Bill bill = bill_of(exchange);
    return {.footprint = bill.footprint, .cost = bill.cost};
}

PreviewEvent event_of(wire::ConfirmChoice choice) {
    switch (choice) {
        case wire::ConfirmChoice::different_angle:
            return PreviewEvent::different_angle;
        case wire::ConfirmChoice::add_detail:
            return PreviewEvent::add_detail;
        case wire::ConfirmChoice::expand:
            break;
    }
    return PreviewEvent::expanded;
}

}  // namespace

Task<> Preview::handle(Exchange& exchange, Next next) {
    if (!exchange.native) co_return co_await next(exchange);
    count_choice(exchange.preview);
    if (!preview_wish(exchange).made) {
        if (exchange.preview.choice == wire::ConfirmChoice::different_angle)
            exchange.preview.failed = preview_wish(exchange).reason;
        co_return co_await run_in_full(exchange, next);
    }
    CO_TRY(const bool made, co_await make(exchange, next));
    if (made) co_return co_await exchange.sink.done(exchange);
    worker_.previews.record(PreviewEvent::failed);
    co_return co_await run_in_full(exchange, next);
}

// Whoever runs it, the answer of an open preview is no longer avoided.
Task<> Preview::run_in_full(Exchange& exchange, Next next) {
    PreviewBook& book = worker_.load.previews;
    if (!book.is_empty()) book.close(*exchange.generation->preview_seal, prompt_digest(exchange));
    const std::string guidance = preview_guidance(exchange.preview);
    if (!guidance.empty()) append_to_prompt(exchange, guidance);
    co_return co_await next(exchange);
}

Task<bool> Preview::make(Exchange& exchange, Next next) {
    take_expired(*exchange.generation);
    PreviewReport& report = exchange.preview;
    if (report.confirmed && report.confirmed->outlines.size() >= kOutlinesMost) {
        report.failed = "the prompt has had as many previews as an id can hold";
        co_return false;
    }
    const models::Model& model = *exchange.decision.candidates.front().model;
    const auto estimate = estimate_full_run(exchange, worker_.without_log_probabilities, worker_.now());
    CO_TRY(PreviewTry made, co_await PreviewMaker(worker_, exchange, next, model).make());
    if (!made.text) {
        report.failed = std::move(made.problem);
        co_return false;
    }
    worker_.previews.record(made.repaired ? PreviewEvent::repaired : PreviewEvent::made);
    // As the reply and the counters see it, the model that wrote the preview answered the request.
    exchange.outcome.attempts += made.attempts;
    exchange.outcome.endpoint = std::move(made.endpoint);
    exchange.decision.model = &model;
    keep(exchange, *std::move(made.text), model, estimate);
    co_return true;
}

void Preview::keep(Exchange& exchange, wire::PreviewText text, const models::Model& model,
                   const PreviewEstimate& estimate) {
    const Generation& generation = *exchange.generation;
    PreviewReport& report = exchange.preview;
    PreviewTicket ticket{.client = client_digest(exchange), .prompt = prompt_digest(exchange)};
    if (report.confirmed) ticket.outlines = report.confirmed->outlines;
    ticket.outlines.push_back(text.outline);
    ticket.summary = text.summary;
    ticket.spent = sum_of(spent_before(exchange, ticket.prompt), spent_by(exchange));
    // Whole seconds, so that the id and the reply say the same moment; and the book waits for just as long.
    const WallTime now = worker_.core.clock().wall_now();
    const WallTime expires_at = std::chrono::ceil<std::chrono::seconds>(now + generation.preview.expires_after);
    ticket.expires_at_s = std::chrono::floor<std::chrono::seconds>(expires_at.time_since_epoch()).count();
    worker_.load.previews.open(
        *generation.preview_seal, ticket.prompt,
        {.expires_at = worker_.now() + (expires_at - now), .estimate = estimate.footprint, .spent = ticket.spent});
    report.made = MadePreview{.id = generation.preview_seal->seal(pack(ticket)),
                              .expires_at = expires_at,
                              .text = std::move(text),
                              .model = &model,
                              .estimate = estimate,
                              .spent = ticket.spent};
}

// The id says what the previews that led here took; without one, an open preview of the same prompt may have gone
// before.
PreviewSpent Preview::spent_before(const Exchange& exchange, const PreviewDigest& prompt) {
    const auto open = worker_.load.previews.close(*exchange.generation->preview_seal, prompt);
    if (exchange.preview.confirmed) return exchange.preview.confirmed->spent;
    return open ? open->spent : nothing_spent();
}

void Preview::take_expired(const Generation& generation) {
    PreviewBook& book = worker_.load.previews;
    if (book.is_empty()) return;
    const PreviewSeal& seal = *generation.preview_seal;
    worker_.previews.record_expired(book.take_expired(seal, worker_.now()), seal.is_shared(), worker_.gains);
}

void Preview::count_choice(const PreviewReport& report) {
    if (report.choice) worker_.previews.record(event_of(*report.choice));
    if (!report.ignored.empty()) worker_.previews.record(PreviewEvent::ignored);
}

}  // namespace greeninfer::pipeline
