#include "net/listener.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "net/plain_transport.hpp"
#include "net/server_connection.hpp"
#include "net/tls_transport.hpp"
#include "telemetry/log.hpp"

namespace greeninfer::net {

namespace asio = boost::asio;

namespace {

using Endpoint = asio::generic::stream_protocol::endpoint;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

asio::ip::tcp::endpoint as_tcp(const Endpoint& endpoint) {
    asio::ip::tcp::endpoint tcp;
    tcp.resize(endpoint.size());
    std::memcpy(tcp.data(), endpoint.data(), endpoint.size());
    return tcp;
}

bool is_tcp(const Endpoint& endpoint) {
    return endpoint.data()->sa_family == AF_INET || endpoint.data()->sa_family == AF_INET6;
}

bool is_local(const Endpoint& peer) {
    if (!is_tcp(peer)) return true;
    auto address = as_tcp(peer).address();
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    }
    return address.is_loopback();
}

std::string text_of(const Endpoint& endpoint) {
    const auto tcp = as_tcp(endpoint);
    const std::string host = tcp.address().to_string();
    return tcp.address().is_v6() ? fmt::format("[{}]:{}", host, tcp.port()) : fmt::format("{}:{}", host, tcp.port());
}

// A socket file that nobody listens on is left over from a process that died, and in the way. Connecting to a file of
// another kind is refused just the same, so the kind is looked at first.
void remove_stale_socket_file(const ListenAddress& address, asio::io_context& io) {
    struct stat status{};
    if (::lstat(address.unix_path.c_str(), &status) != 0 || !S_ISSOCK(status.st_mode)) return;
    Socket probe(io);
    error_code error;
    probe.connect(address.endpoint, error);
    if (error == asio::error::connection_refused) ::unlink(address.unix_path.c_str());
}

// Sharing a port among cores would also share it with another process of the same user, which would then get some of
// our clients. A socket that does not share shows whether anyone listens there already.
error_code find_taken(const ListenAddress& address, asio::io_context& io) {
    asio::basic_socket_acceptor<asio::generic::stream_protocol, asio::io_context::executor_type> probe(io);
    error_code error;
    probe.open(address.endpoint.protocol(), error);
    if (!error) probe.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) probe.bind(address.endpoint, error);
    return error;
}

}  // namespace

Listener::Listener(std::shared_ptr<ServerConnections> connections) : connections_(std::move(connections)) {}

Listener::~Listener() {
    close();
}

void Listener::close() {
    error_code ignored;
    if (acceptor_) acceptor_->close(ignored);
    if (!unix_path_.empty()) ::unlink(std::exchange(unix_path_, {}).c_str());
}

Result<void> Listener::bind(const ListenAddress& address) {
    error_code error;
    acceptor_->open(address.endpoint.protocol(), error);
    if (!error && address.unix_path.empty()) {
        acceptor_->set_option(asio::socket_base::reuse_address(true), error);
        acceptor_->set_option(ReusePort(true), error);
    }
    if (!error) acceptor_->bind(address.endpoint, error);
    if (!error) acceptor_->listen(asio::socket_base::max_listen_connections, error);
    if (error) return fail(Fault::invalid_request, "cannot listen: " + error.message(), "server.listen");
    unix_path_ = address.unix_path;
    return {};
}

Result<std::string> Listener::open(const ListenAddress& address, const Listener* first) {
    asio::io_context& io = connections_->core.io();
    acceptor_ = std::make_shared<Acceptor>(io);
    if (!address.unix_path.empty() && first) {
        acceptor_->assign(address.endpoint.protocol(), ::dup(first->acceptor_->native_handle()));
    } else {
        if (!address.unix_path.empty()) remove_stale_socket_file(address, io);
        const bool may_be_taken = !first && address.unix_path.empty();
        if (const error_code taken = may_be_taken ? find_taken(address, io) : error_code()) {
            return fail(Fault::invalid_request, "cannot listen: " + taken.message(), "server.listen");
        }
        if (auto bound = bind(address); !bound) return std::unexpected(bound.error());
    }
    connections_->core.spawn(accept_all(acceptor_, connections_));
    return address.unix_path.empty() ? text_of(acceptor_->local_endpoint()) : "unix:" + address.unix_path;
}

asio::awaitable<void> Listener::accept_all(std::shared_ptr<Acceptor> acceptor,
                                           std::shared_ptr<ServerConnections> connections) {
    while (acceptor->is_open()) {
        error_code error;
        Socket socket(connections->core.io());
        Endpoint peer;
        co_await acceptor->async_accept(socket, peer, asio::redirect_error(asio::use_awaitable, error));
        if (!error) {
            serve(std::move(socket), is_local(peer), connections);
        } else if (acceptor->is_open() && error != asio::error::connection_aborted) {
            // Out of descriptors or memory: trying again at once would only burn the core.
            telemetry::log_error("accept_failed");
            co_await connections->core.clock().sleep_for(std::chrono::milliseconds(100));
        }
    }
}

void Listener::serve(Socket socket, bool local, const std::shared_ptr<ServerConnections>& connections) {
    NetMetrics& metrics = connections->core.metrics();
    metrics.connections_accepted.add();
    const bool full = connections->shared.connections.fetch_add(1, std::memory_order_relaxed) >=
                      connections->settings->max_connections;
    auto transport = connections->tls ? make_tls_server_transport(std::move(socket), connections->tls)
                                      : make_plain_transport(std::move(socket));
    auto connection = std::make_shared<ServerConnection>(connections, std::move(transport), local);
    if (full) metrics.connections_refused.add();
    connections->core.spawn(full ? ServerConnection::turn_away(connection) : ServerConnection::run(connection));
}

}  // namespace greeninfer::net
