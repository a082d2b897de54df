// Any bytes, cut anywhere, from a client: nothing breaks, every request that was read is answered once, and the answers
// are the same however the bytes were cut.
//
// The input's first byte says how many of the following bytes are sizes of cuts; the rest is what the client sends.
#include <boost/asio/io_context.hpp>
#include <cstdlib>

#include "net/server_connection.hpp"
#include "testing/scripted_exchange.hpp"

using namespace greeninfer;

namespace {

class Counting final : public net::RequestHandler {
public:
    boost::asio::awaitable<void> handle(net::ServerExchange& exchange) override {
        ++handled;
        const net::HeaderFields& fields = exchange.head().fields;
        for (std::size_t i = 0; i < fields.size(); ++i) read_bytes += fields[i].name.size() + fields[i].value.size();
        const char* const padding = exchange.body().data() + exchange.body().size();
        for (std::size_t i = 0; i < net::kBodyPadding; ++i) read_bytes += padding[i] == 0;
        const std::string size = std::to_string(exchange.body().size());
        const std::string_view body = size;
        co_await exchange.respond(200, {}, {&body, 1});
    }
    boost::asio::awaitable<void> refuse(net::ServerExchange& exchange, const Error&) override {
        ++refused;
        co_await exchange.respond(400, {}, {});
    }

    std::size_t handled = 0;
    std::size_t refused = 0;
    volatile std::size_t read_bytes = 0;
};

std::size_t occurrences(std::string_view text, std::string_view what) {
    std::size_t count = 0;
    for (std::size_t at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) ++count;
    return count;
}

// Serves the bytes from a client that then stays, and returns what was written to it.
std::string served(std::string_view bytes, std::string_view cuts) {
    testing::Wire wire;
    wire.arriving = testing::cut_up(bytes, cuts);
    wire.ends = false;
    SystemClock clock;
    net::Core core(clock);
    net::ServerShared shared(64 * 1024);
    Counting handler;
    net::ServerSettings settings;
    settings.max_header = 4096;
    settings.max_body = 16 * 1024;
    const auto siblings = std::make_shared<net::ServerConnections>(core, settings, shared, handler, nullptr);
    const auto run_ready = [&core] {
        while (core.io().poll() > 0) {
        }
    };
    shared.connections = 1;
    core.spawn(net::ServerConnection::run(std::make_shared<net::ServerConnection>(
        siblings, std::make_unique<testing::ScriptedTransport>(core, wire), true)));
    run_ready();
    if (occurrences(wire.written, "HTTP/1.1 200 OK\r\n") != handler.handled) std::abort();
    if (occurrences(wire.written, "HTTP/1.1 400 Bad Request\r\n") != handler.refused) std::abort();
    if (handler.refused > 1) std::abort();
    if (!siblings->alive.empty()) (*siblings->alive.begin())->kill();
    run_ready();
    if (!siblings->alive.empty() || shared.connections != 0 || shared.memory.held_bytes() != 0) std::abort();
    return wire.written;
}

// What depends on the cuts is left out of the comparison: whether the body of a request with Expect is there already,
// and how early a request that is still incomplete is seen to be malformed.
std::string answers_in(std::string written) {
    constexpr std::string_view kGoOn = "HTTP/1.1 100 Continue\r\n\r\n";
    for (std::size_t at = 0; (at = written.find(kGoOn, at)) != std::string::npos;) written.erase(at, kGoOn.size());
    return written.substr(0, written.find("HTTP/1.1 400 "));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::size_t count = std::min<std::size_t>(data[0] % 16, input.size());
    const std::string_view bytes = input.substr(count);
    if (answers_in(served(bytes, input.substr(0, count))) != answers_in(served(bytes, {}))) std::abort();
    return 0;
}
