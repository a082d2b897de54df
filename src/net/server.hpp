#pragma once
// The HTTP/1.1 server of one core: its listening sockets and the connections they accepted.
//
// Each core listens on the same address (SO_REUSEPORT) and keeps what it accepts, so that no request crosses cores.
// All calls except the constructor's happen on the core's thread.
#include <atomic>
#include <memory>
#include <string>

#include "net/core.hpp"
#include "net/memory_ceiling.hpp"
#include "net/server_exchange.hpp"
#include "net/server_settings.hpp"
#include "net/tls_context.hpp"

namespace greeninfer::net {

// What the servers of all cores count together. Thread-safe; outlives every server.
struct ServerShared {
    explicit ServerShared(std::size_t memory_ceiling_bytes) : memory(memory_ceiling_bytes) {}
    std::atomic<std::size_t> connections{0};
    MemoryCeiling memory;
};

class Listener;
class ServerConnections;

class Server {
public:
    Server(Core& core, const ServerSettings& settings, ServerShared& shared, RequestHandler& handler, TlsContext tls);
    ~Server();

    // Binds `address` (host:port, [v6]:port, unix:/path) and returns it with the real port. The accept loop starts at
    // once on the core. A Unix socket is bound by the first core; the others take the descriptor of `first`.
    Result<std::string> listen(const std::string& address, const Server* first = nullptr);

    void apply(const ServerSettings& settings);  // limits and timers for connections accepted from now on
    // No new connections. Open ones may still ask, above all whether the gateway is ready, and close with the answer.
    void drain();
    void close_idle();  // the connections that ask nothing now
    void kill();        // closes whatever is left
    std::size_t connections() const;

private:
    std::shared_ptr<ServerConnections> connections_;
    std::unique_ptr<Listener> listener_;
};

}  // namespace greeninfer::net
