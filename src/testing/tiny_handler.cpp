#include "testing/tiny_handler.hpp"

#include <string>
#include <utility>

namespace greeninfer::testing {

boost::asio::awaitable<void> TinyHandler::handle(net::ServerExchange& exchange) {
    ++handled;
    ++running;
    co_await act(exchange);
    if (exchange.abort().requested()) ++aborted;
    --running;
}

boost::asio::awaitable<void> TinyHandler::act(net::ServerExchange& exchange) {
    const std::string_view target = exchange.head().target;
    if (target == "/silent") co_return;
    if (target == "/wait") co_return co_await wait_for_abort(exchange);
    if (target == "/flood") co_return co_await flood(exchange);
    if (target == "/stream") co_return co_await stream(exchange, true);
    if (target == "/broken") co_return co_await stream(exchange, false);
    if (target == "/gated" && !gate_.is_set()) co_await gate_.wait();
    if (target == "/begun") {
        exchange.start_stream(200, {});
        if (co_await exchange.write("begun")) co_await wait_for_abort(exchange);
        co_return;
    }
    const std::string_view body = exchange.body();
    co_await exchange.respond(200, {}, {&body, 1});
}

boost::asio::awaitable<void> TinyHandler::wait_for_abort(net::ServerExchange& exchange) {
    net::Event gone;
    const net::Abort::Listener listener(exchange.abort(), [&gone] { gone.set(); });
    if (!exchange.abort().requested()) co_await gone.wait();
}

boost::asio::awaitable<void> TinyHandler::stream(net::ServerExchange& exchange, bool whole) {
    net::FieldLines fields;
    fields.add("content-type", "text/event-stream");
    exchange.start_stream(200, fields);
    for (const std::string_view event : {"data: 1\n\n", "data: 2\n\n", "data: 3\n\n"}) {
        if (!co_await exchange.write(event)) co_return;
    }
    if (!whole) {
        exchange.close_after_answer();
        co_return;
    }
    co_await exchange.finish_stream();
}

boost::asio::awaitable<void> TinyHandler::flood(net::ServerExchange& exchange) {
    const std::string bytes(64 * 1024, 'x');
    exchange.start_stream(200, {});
    while (co_await exchange.write(bytes)) flooded_bytes += bytes.size();
}

boost::asio::awaitable<void> TinyHandler::refuse(net::ServerExchange& exchange, const Error& error) {
    ++refused;
    net::FieldLines fields;
    fields.add("fault", std::to_string(std::to_underlying(error.fault)));
    const std::string_view body = error.detail;
    co_await exchange.respond(400, fields, {&body, 1});
}

}  // namespace greeninfer::testing
