#include "testing/scripted_exchange.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>

#include "net/upstream_exchange.hpp"

namespace greeninfer::testing {

namespace {

boost::asio::awaitable<void> run_exchange(net::UpstreamPool& pool, Wire& wire, ScriptedOutcome& outcome) {
    const net::Origin origin = net::parse_origin("http://upstream").value();
    net::Abort never;
    net::UpstreamExchange exchange(
        pool, pool.take_for_test(origin, std::make_unique<ScriptedTransport>(pool.core(), wire)), never);
    const std::string_view body = "{}";
    net::UpstreamRequest request;
    request.target = "/v1/chat/completions";
    request.body = {&body, 1};
    auto started = co_await exchange.start(origin, request);
    if (!started) outcome.error = started.error();
    outcome.status = exchange.head().status;
    while (!outcome.error) {
        const auto bytes = co_await exchange.read();
        if (!bytes) outcome.error = bytes.error();
        if (!bytes || bytes->empty()) break;
        outcome.largest_piece_bytes = std::max(outcome.largest_piece_bytes, bytes->size());
        outcome.body += *bytes;
    }
    outcome.finished = true;
}

void run_ready(net::Core& core) {
    while (core.io().poll() > 0) {
    }
}

}  // namespace

ScriptedOutcome exchange_over(Wire& wire) {
    ScriptedOutcome outcome;
    SystemClock clock;
    net::Core core(clock);
    {
        net::UpstreamPool pool(core, {}, nullptr);
        core.spawn(run_exchange(pool, wire, outcome));
        run_ready(core);
    }
    run_ready(core);
    outcome.connections_left = core.metrics().upstream_open.value();
    return outcome;
}

std::deque<std::string> cut_up(std::string_view bytes, std::string_view cuts) {
    std::deque<std::string> pieces;
    for (std::size_t i = 0; !bytes.empty(); ++i) {
        const std::size_t cut = cuts.empty() ? bytes.size() : static_cast<unsigned char>(cuts[i % cuts.size()]);
        const std::size_t size = std::min(cut == 0 ? 256 : cut, bytes.size());
        pieces.emplace_back(bytes.substr(0, size));
        bytes.remove_prefix(size);
    }
    return pieces;
}

}  // namespace greeninfer::testing
