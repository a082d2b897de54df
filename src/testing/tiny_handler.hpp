#pragma once
// A request handler that does what the target names, so that a test can put the server into every state it knows.
//
//   /echo    answers with the body it got          /silent  ends without an answer
//   /wait    waits until the client has gone       /stream  sends three events as a stream
//   /flood   streams until the client has gone     /broken  sends half a stream and ends
//   /begun   streams one event, then waits         /gated   waits until open_gate(), then answers
// Lives on the core of its server; what a test reads from another thread is atomic.
#include <atomic>
#include <cstddef>

#include "net/event.hpp"
#include "net/server_exchange.hpp"

namespace greeninfer::testing {

class TinyHandler final : public net::RequestHandler {
public:
    boost::asio::awaitable<void> handle(net::ServerExchange& exchange) override;
    // Answers with the fault's number in the header "fault", and its text as the body.
    boost::asio::awaitable<void> refuse(net::ServerExchange& exchange, const Error& error) override;

    void open_gate() { gate_.set(); }

    std::atomic<std::size_t> handled{0};  // begun
    std::atomic<std::size_t> running{0};  // not ended
    std::atomic<std::size_t> aborted{0};  // learned that their client had gone
    std::atomic<std::size_t> refused{0};
    std::atomic<std::size_t> flooded_bytes{0};  // taken by write() in /flood

private:
    boost::asio::awaitable<void> act(net::ServerExchange& exchange);
    boost::asio::awaitable<void> wait_for_abort(net::ServerExchange& exchange);
    boost::asio::awaitable<void> stream(net::ServerExchange& exchange, bool whole);
    boost::asio::awaitable<void> flood(net::ServerExchange& exchange);

    net::Event gate_;
};

}  // namespace greeninfer::testing
