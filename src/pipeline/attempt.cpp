#include "pipeline/attempt.hpp"

#include "pipeline/forwarded_fields.hpp"
#include "pipeline/held_answer.hpp"
#include "pipeline/relay.hpp"
#include "wire/body_edits.hpp"
#include "wire/upstream_error.hpp"

namespace greeninfer::pipeline {

namespace {

constexpr std::size_t kMaxErrorBytes = 64 * 1024;

std::string_view path_of(wire::RequestKind kind) {
    switch (kind) {
        case wire::RequestKind::completion:
            return "/completions";
        case wire::RequestKind::embedding:
            return "/embeddings";
        case wire::RequestKind::chat:
            break;
    }
    return "/chat/completions";
}

wire::BodyEdits edits_for(const Exchange& exchange, const fleet::Endpoint& endpoint, Delivery delivery) {
    wire::BodyEdits edits(exchange.view);
    edits.set_model(endpoint.upstream_model);
    if (delivery == Delivery::relayed) edits.ask_for_usage();
    if (delivery == Delivery::assembled || delivery == Delivery::texts) edits.set_streamed();
    if (exchange.hold && exchange.hold->wants_log_probabilities) edits.ask_for_log_probabilities();
    if (const auto& placed = exchange.outcome.placed) {
        if (const auto slot = placed->slot()) edits.choose_slot(*slot);
    }
    return edits;
}

// Some servers repeat the key that they did not like, and it is ours.
bool quotes_key(std::string_view text, const fleet::Endpoint& endpoint) {
    return endpoint.api_key && !endpoint.api_key->reveal().empty() && text.contains(endpoint.api_key->reveal());
}

std::optional<std::chrono::seconds> retry_after_of(const net::ResponseHead& head) {
    const auto text = head.fields.find("retry-after");
    if (!text || text->empty() || text->size() > 9 || text->find_first_not_of("0123456789") != text->npos) return {};
    return std::chrono::seconds(std::stol(std::string(*text)));
}

// Nothing of a failed attempt may be taken for a part of this one.
void forget_earlier_attempt(Outcome& outcome) {
    outcome.usage.reset();
    outcome.estimated_tokens = 0;
    outcome.text.clear();
    outcome.sent_at.reset();
    outcome.answer_began_at.reset();
    outcome.answer_ended_at.reset();
    outcome.first_token_at.reset();
    outcome.passed_fields.clear();
}

}  // namespace

Attempt::Attempt(Worker& worker, Exchange& exchange)
    : worker_(worker),
      exchange_(exchange),
      endpoint_(*exchange.outcome.endpoint),
      delivery_(exchange.delivery(endpoint_)) {}

Task<> Attempt::run() {
    forget_earlier_attempt(exchange_.outcome);
    CO_TRY(const auto call, co_await send());
    exchange_.outcome.answer_began_at = worker_.now();
    if (call->head().status != 200) co_return co_await refused(*call);
    Relay relay(worker_, exchange_, *call);
    if (exchange_.hold) co_return co_await relay.hold(*exchange_.hold);
    co_return co_await relay.deliver(delivery_);
}

Task<std::unique_ptr<net::UpstreamCall>> Attempt::send() {
    const auto origin = endpoint_.state->origin.load();
    if (!origin) co_return fail(Fault::not_ready, "the local engine is starting");
    const wire::BodyEdits edits = edits_for(exchange_, endpoint_, delivery_);
    std::vector<std::string_view> pieces;
    edits.pieces(exchange_.body, pieces);
    const net::UpstreamRequest request{
        .target = path_of(exchange_.kind), .fields = fields_for_upstream(exchange_, endpoint_), .body = pieces};
    exchange_.outcome.sent_at = worker_.now();
    co_return co_await worker_.client.send(*origin, request, exchange_.abort);
}

// Reads what the model server says is wrong, and says it again in words meant for the client.
Task<> Attempt::refused(net::UpstreamCall& call) {
    std::string body;
    while (body.size() < kMaxErrorBytes) {
        const auto bytes = co_await call.read();
        if (!bytes && bytes.error().fault == Fault::client_gone) co_return std::unexpected(bytes.error());
        if (!bytes || bytes->empty()) break;  // The status says enough when its body breaks off.
        body.append(*bytes);
    }
    wire::UpstreamError read = wire::read_upstream_error(static_cast<int>(call.head().status), body);
    if (quotes_key(read.error.detail, endpoint_)) read.error.detail = "The model server refused the request.";
    if (read.error.fault == Fault::upstream_rate_limit || read.error.fault == Fault::upstream_rejected) {
        add_fields_for_client(exchange_, call.head(), exchange_.outcome.passed_fields);
        read.error.retry_after = retry_after_of(call.head());
    }
    co_return std::unexpected(std::move(read.error));
}

}  // namespace greeninfer::pipeline
