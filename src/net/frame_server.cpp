#include "net/frame_server.hpp"

#include <openssl/crypto.h>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <unordered_map>

#include "net/frame_connection.hpp"

namespace greeninfer::net {

namespace asio = boost::asio;

struct FrameServer::Loop {
    using Protocol = asio::generic::stream_protocol;

    struct Peer {
        std::shared_ptr<FrameConnection> connection;
        bool has_shown_key = false;
    };

    Loop(const FrameAddress& address, OnFrame handler)
        : key(address.key), on_frame(std::move(handler)), acceptor(io), work(io.get_executor()) {}

    boost::system::error_code open(const FrameAddress& address) {
        boost::system::error_code error;
        const asio::local::stream_protocol::endpoint endpoint('\0' + address.name);
        acceptor.open(Protocol(AF_UNIX, 0), error);
        if (!error) acceptor.bind(endpoint, error);
        if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
        return error;
    }

    void accept() {
        acceptor.async_accept([this](const boost::system::error_code& error, Socket socket) {
            if (error == asio::error::operation_aborted) return;
            if (!error) serve(std::move(socket));
            accept();
        });
    }

    void serve(Socket socket) {
        if (peers.size() >= kConnectionsMax) return;
        const Connection number = ++last;
        auto connection = std::make_shared<FrameConnection>(
            std::move(socket),
            FrameConnection::Owner{
                .on_frame = [this, number](std::string payload) { take(number, std::move(payload)); },
                .on_closed = [this, number] { peers.erase(number); }});
        if (!connection->is_of_our_user()) return;
        peers[number].connection = connection;
        connection->start();
    }

    void take(Connection number, std::string payload) {
        Peer& peer = peers[number];
        if (!peer.has_shown_key) {
            peer.has_shown_key = is_key(payload);
            if (!peer.has_shown_key) drop(number);
        } else if (payload.empty()) {
            peer.connection->send({});
        } else {
            on_frame(number, std::move(payload));
        }
    }

    // In a time that does not tell how much of it was right.
    bool is_key(std::string_view shown) const {
        const std::string_view right = key->reveal();
        return shown.size() == right.size() && CRYPTO_memcmp(shown.data(), right.data(), right.size()) == 0;
    }

    void drop(Connection number) {
        peers[number].connection->close();
        peers.erase(number);
    }

    const std::shared_ptr<const config::Secret> key;
    const OnFrame on_frame;
    asio::io_context io{1};
    asio::basic_socket_acceptor<Protocol, asio::io_context::executor_type> acceptor;
    asio::executor_work_guard<asio::io_context::executor_type> work;
    std::unordered_map<Connection, Peer> peers;
    Connection last = 0;
};

FrameServer::FrameServer(std::unique_ptr<Loop> loop) : loop_(std::move(loop)) {}

FrameServer::~FrameServer() {
    for (auto& [number, peer] : loop_->peers) peer.connection->close();
}

Result<std::unique_ptr<FrameServer>> FrameServer::listen(const FrameAddress& address, OnFrame on_frame) {
    auto loop = std::make_unique<Loop>(address, std::move(on_frame));
    if (const auto error = loop->open(address)) return fail(Fault::not_ready, "cannot listen: " + error.message());
    loop->accept();
    return std::unique_ptr<FrameServer>(new FrameServer(std::move(loop)));
}

void FrameServer::wait() {
    loop_->io.run_one();
}

void FrameServer::poll() {
    loop_->io.poll();
}

void FrameServer::send(Connection to, std::string_view payload) {
    const auto peer = loop_->peers.find(to);
    if (peer != loop_->peers.end()) peer->second.connection->send(payload);
}

void FrameServer::stop() {
    loop_->io.stop();
}

bool FrameServer::is_stopped() const {
    return loop_->io.stopped();
}

}  // namespace greeninfer::net
