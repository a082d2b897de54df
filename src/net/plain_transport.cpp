#include "net/plain_transport.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace greeninfer::net {

namespace {

class PlainTransport final : public Transport {
public:
    explicit PlainTransport(Socket socket) : socket_(std::move(socket)) {
        error_code ignored;
        socket_.non_blocking(true, ignored);
        set_no_delay(socket_);
    }

    boost::asio::awaitable<error_code> handshake() override { co_return error_code(); }

    void start_read(std::span<char> space, std::shared_ptr<ReadSink> sink) override {
        socket_.async_read_some(
            boost::asio::buffer(space.data(), space.size()),
            [sink = std::move(sink)](error_code error, std::size_t bytes) { sink->on_read(error, bytes); });
    }

    std::size_t try_write(std::span<const std::string_view> pieces, error_code& error) override {
        return send_now(socket_.native_handle(), pieces, error);
    }

    boost::asio::awaitable<std::size_t> write_some(std::span<const std::string_view> pieces,
                                                   error_code& error) override {
        auto ready = boost::asio::redirect_error(boost::asio::use_awaitable, error);
        co_await socket_.async_wait(Socket::wait_write, ready);
        co_return error ? 0 : try_write(pieces, error);
    }

    boost::asio::awaitable<void> shutdown() override {
        error_code ignored;
        socket_.shutdown(Socket::shutdown_send, ignored);
        co_return;
    }

    void close() override {
        error_code ignored;
        socket_.close(ignored);
    }

private:
    Socket socket_;
};

}  // namespace

std::size_t send_now(int descriptor, std::span<const std::string_view> pieces, error_code& error) {
    std::array<iovec, Transport::kPieces> vectors;
    std::size_t count = 0;
    for (const std::string_view piece : pieces) {
        if (!piece.empty()) vectors[count++] = {const_cast<char*>(piece.data()), piece.size()};
    }
    if (count == 0) return 0;
    msghdr message{};
    message.msg_iov = vectors.data();
    message.msg_iovlen = count;
    ssize_t sent = -1;
    do {
        sent = ::sendmsg(descriptor, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    } while (sent < 0 && errno == EINTR);
    if (sent >= 0) return static_cast<std::size_t>(sent);
    if (errno != EAGAIN && errno != EWOULDBLOCK) error = error_code(errno, boost::system::system_category());
    return 0;
}

void set_no_delay(Socket& socket) {
    const int on = 1;  // Fails on Unix sockets, which have no such delay.
    ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

std::unique_ptr<Transport> make_plain_transport(Socket socket) {
    return std::make_unique<PlainTransport>(std::move(socket));
}

}  // namespace greeninfer::net
