#include "net/frame_client.hpp"

#include <boost/asio/local/stream_protocol.hpp>

#include "net/core.hpp"
#include "net/frame_connection.hpp"

namespace greeninfer::net {

FrameClient::FrameClient(Core& core, OnFrame on_frame, OnClosed on_closed)
    : core_(core), on_frame_(std::move(on_frame)), on_closed_(std::move(on_closed)) {}

FrameClient::~FrameClient() {
    close();
}

Result<void> FrameClient::connect(const FrameAddress& address) {
    close();
    const boost::asio::local::stream_protocol::endpoint endpoint('\0' + address.name);
    Socket socket(core_.io().get_executor(), boost::asio::generic::stream_protocol(AF_UNIX, 0));
    boost::system::error_code error;
    socket.non_blocking(true, error);
    if (!error) socket.connect(endpoint, error);
    if (error) return fail(Fault::not_ready, "nobody listens on the socket: " + error.message());
    // By copy: each function may end this client, and with it the one that is running.
    auto connection = std::make_shared<FrameConnection>(
        std::move(socket),
        FrameConnection::Owner{.on_frame = [call = on_frame_](const std::string& payload) { call(payload); },
                               .on_closed = [call = on_closed_] { call(); }});
    if (!connection->is_of_our_user()) return fail(Fault::not_ready, "another user listens on the socket");
    connection_ = std::move(connection);
    connection_->start();
    connection_->send(address.key->reveal());
    return {};
}

bool FrameClient::is_connected() const {
    return connection_ != nullptr && connection_->is_open();
}

bool FrameClient::send(std::string_view payload) {
    return connection_ != nullptr && connection_->send(payload);
}

void FrameClient::close() {
    if (connection_ != nullptr) connection_->close();
    connection_ = nullptr;
}

}  // namespace greeninfer::net
