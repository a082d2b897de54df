#include "pipeline/reading.hpp"

#include "wire/native_chat_body.hpp"

namespace greeninfer::pipeline {

namespace {

// A native request becomes the chat request that says the same, so that everything below knows one kind.
Result<void> read_native(Exchange& exchange) {
    TRY(exchange.native, wire::read_native_request(exchange.client_body));
    wire::append_chat_body(*exchange.native, {.model = "auto"}, exchange.native_body);
    const wire::PaddedView body = wire::PaddedView::of(exchange.native_body);
    exchange.body = body.text();
    return wire::read_request(wire::RequestKind::chat, body, exchange.view);
}

Result<void> read_openai(Exchange& exchange) {
    exchange.body = exchange.client_body.text();
    return wire::read_request(exchange.kind, exchange.client_body, exchange.view);
}

}  // namespace

Task<> Reading::handle(Exchange& exchange, Next next) {
    const auto encoding = exchange.head.fields.find("content-encoding");
    if (encoding && !net::same_name(*encoding, "identity")) {
        co_return fail(Fault::unsupported_encoding, "send the body without content-encoding", "content-encoding");
    }
    const bool native = exchange.dialect == wire::Dialect::native;
    auto read = native ? read_native(exchange) : read_openai(exchange);
    if (!read) co_return std::unexpected(std::move(read).error());
    co_return co_await next(exchange);
}

}  // namespace greeninfer::pipeline
