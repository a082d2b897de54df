#pragma once
// Accepts the connections of one core.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <memory>
#include <string>

#include "net/listen_address.hpp"
#include "net/server_connections.hpp"
#include "net/socket.hpp"

namespace greeninfer::net {

class Listener {
public:
    explicit Listener(std::shared_ptr<ServerConnections> connections);
    ~Listener();

    // Binds and starts accepting; `first` is the listener whose Unix socket is shared, if any.
    Result<std::string> open(const ListenAddress& address, const Listener* first);
    void close();

private:
    using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::generic::stream_protocol,
                                                        boost::asio::io_context::executor_type>;
    Result<void> bind(const ListenAddress& address);
    static boost::asio::awaitable<void> accept_all(std::shared_ptr<Acceptor> acceptor,
                                                   std::shared_ptr<ServerConnections> connections);
    static void serve(Socket socket, bool local, const std::shared_ptr<ServerConnections>& connections);

    std::shared_ptr<ServerConnections> connections_;
    std::shared_ptr<Acceptor> acceptor_;
    std::string unix_path_;  // set by the listener that made the socket file, which also removes it
};

}  // namespace greeninfer::net
