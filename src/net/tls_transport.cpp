#include "net/tls_transport.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "net/plain_transport.hpp"

namespace greeninfer::net {

namespace {

namespace ssl = boost::asio::ssl;

class TlsTransport final : public Transport {
public:
    using Side = ssl::stream_base::handshake_type;

    TlsTransport(Socket socket, TlsContext context, Side side)
        : context_(std::move(context)), stream_(std::move(socket), *context_), side_(side) {
        set_no_delay(stream_.next_layer());
    }

    void expect_host(const std::string& host) {
        error_code not_an_address;
        boost::asio::ip::make_address(host, not_an_address);
        if (not_an_address) SSL_set_tlsext_host_name(stream_.native_handle(), host.c_str());
        stream_.set_verify_callback(ssl::host_name_verification(host));
    }

    boost::asio::awaitable<error_code> handshake() override {
        error_code error;
        co_await stream_.async_handshake(side_, boost::asio::redirect_error(boost::asio::use_awaitable, error));
        co_return error;
    }

    void start_read(std::span<char> space, std::shared_ptr<ReadSink> sink) override {
        stream_.async_read_some(
            boost::asio::buffer(space.data(), space.size()),
            [sink = std::move(sink)](error_code error, std::size_t bytes) { sink->on_read(error, bytes); });
    }

    // A record may need several turns of the socket, so nothing can be promised at once.
    std::size_t try_write(std::span<const std::string_view>, error_code&) override { return 0; }

    // The pieces go together: a record each would double the bytes and the system calls of a small chunk.
    boost::asio::awaitable<std::size_t> write_some(std::span<const std::string_view> pieces,
                                                   error_code& error) override {
        outgoing_.clear();
        for (const std::string_view piece : pieces) outgoing_.append(piece.substr(0, kSlice - outgoing_.size()));
        co_return co_await boost::asio::async_write(stream_, boost::asio::buffer(outgoing_),
                                                    boost::asio::redirect_error(boost::asio::use_awaitable, error));
    }

    boost::asio::awaitable<void> shutdown() override {
        error_code ignored;
        co_await stream_.async_shutdown(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
    }

    void close() override {
        error_code ignored;
        stream_.next_layer().close(ignored);
    }

private:
    static constexpr std::size_t kSlice = 64 * 1024;  // bytes between two looks at the write timer

    TlsContext context_;
    ssl::stream<Socket> stream_;
    Side side_;
    std::string outgoing_;
};

}  // namespace

std::unique_ptr<Transport> make_tls_server_transport(Socket socket, TlsContext context) {
    return std::make_unique<TlsTransport>(std::move(socket), std::move(context), ssl::stream_base::server);
}

std::unique_ptr<Transport> make_tls_client_transport(Socket socket, TlsContext context, const std::string& host) {
    auto transport = std::make_unique<TlsTransport>(std::move(socket), std::move(context), ssl::stream_base::client);
    transport->expect_host(host);
    return transport;
}

}  // namespace greeninfer::net
