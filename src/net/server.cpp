#include "net/server.hpp"

#include <vector>

#include "net/listener.hpp"
#include "net/server_connection.hpp"

namespace greeninfer::net {

namespace {

// Closing a connection may end it and so change the set it is in.
std::vector<std::shared_ptr<ServerConnection>> snapshot(const ServerConnections& connections) {
    std::vector<std::shared_ptr<ServerConnection>> all;
    for (ServerConnection* connection : connections.alive) all.push_back(connection->shared_from_this());
    return all;
}

}  // namespace

Server::Server(Core& core, const ServerSettings& settings, ServerShared& shared, RequestHandler& handler,
               TlsContext tls)
    : connections_(std::make_shared<ServerConnections>(core, settings, shared, handler, std::move(tls))),
      listener_(std::make_unique<Listener>(connections_)) {}

Server::~Server() = default;

Result<std::string> Server::listen(const std::string& address, const Server* first) {
    TRY(const ListenAddress parsed, parse_listen_address(address));
    auto opened = listener_->open(parsed, first ? first->listener_.get() : nullptr);
    if (!opened) opened.error().detail = "cannot listen on " + address + ": " + opened.error().detail;
    return opened;
}

void Server::apply(const ServerSettings& settings) {
    connections_->settings = std::make_shared<const ServerSettings>(settings);
}

void Server::drain() {
    listener_->close();
    connections_->draining = true;
}

void Server::close_idle() {
    for (const auto& connection : snapshot(*connections_)) connection->close_if_idle();
}

void Server::kill() {
    for (const auto& connection : snapshot(*connections_)) connection->kill();
}

std::size_t Server::connections() const {
    return connections_->alive.size();
}

}  // namespace greeninfer::net
