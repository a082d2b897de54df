#include "net/upstream_connection.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "net/plain_transport.hpp"
#include "net/tls_transport.hpp"

namespace greeninfer::net {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kInputBytes = 8 * 1024;
constexpr std::size_t kLargestInputBytes = 64 * 1024;
constexpr std::size_t kLargestPieceBytes = 128 * 1024;  // of a head or of the framing between chunks

}  // namespace

UpstreamConnection::UpstreamConnection(Core& core, std::unique_ptr<Transport> connected)
    : core_(core), transport_(std::move(connected)), input_(kInputBytes) {
    core_.metrics().upstream_open.add(1);
}

UpstreamConnection::~UpstreamConnection() {
    core_.metrics().upstream_open.add(-1);
}

Task<> UpstreamConnection::connect(const AddressBook::Addresses& addresses, const std::string& host, TlsContext tls) {
    error_code error = asio::error::host_not_found;
    for (const auto& address : addresses) {
        connecting_.emplace(core_.io());
        co_await connecting_->async_connect(address, asio::redirect_error(asio::use_awaitable, error));
        if (!error || failure_) break;
    }
    if (failure_) co_return std::unexpected(*failure_);
    if (error || !connecting_) co_return fail(Fault::upstream_unreachable, "connecting failed: " + error.message());
    transport_ = tls ? make_tls_client_transport(std::move(*connecting_), std::move(tls), host)
                     : make_plain_transport(std::move(*connecting_));
    connecting_.reset();
    error = co_await transport_->handshake();
    if (failure_) co_return std::unexpected(*failure_);
    if (error) co_return fail(Fault::upstream_unreachable, "TLS handshake failed: " + error.message());
    co_return Result<void>();
}

asio::awaitable<bool> UpstreamConnection::write(std::span<const std::string_view> pieces) {
    got_bytes_ = false;
    const std::size_t total = total_size(pieces);
    error_code error;
    std::size_t sent = transport_->try_write(pieces, error);
    PieceStorage storage;
    while (!error && sent < total) sent += co_await transport_->write_some(drop_front(pieces, sent, storage), error);
    co_return !error;
}

asio::awaitable<bool> UpstreamConnection::more_input() {
    if (failure_) co_return false;
    if (std::exchange(unseen_input_, false)) co_return true;
    if (input_error_) co_return false;
    arrived_.clear();
    post_read();
    if (failure_) co_return false;  // a piece of the answer was too large to read on
    co_await arrived_.wait();
    co_return std::exchange(unseen_input_, false);
}

void UpstreamConnection::post_read() {
    if (reading_) return;
    std::span<char> space = input_.space();
    if (space.empty()) {
        if (input_.capacity() >= kLargestPieceBytes) {
            return abandon({Fault::upstream_failed, "the upstream's answer has a head or chunk header without end"});
        }
        input_.grow(2 * input_.capacity());
        space = input_.space();
    }
    reading_ = true;
    transport_->start_read(space, shared_from_this());
}

void UpstreamConnection::on_read(error_code error, std::size_t bytes) {
    reading_ = false;
    input_.commit(bytes);
    input_error_ = error;
    got_bytes_ = got_bytes_ || bytes > 0;
    unseen_input_ = unseen_input_ || bytes > 0;
    if (bytes == input_.capacity() && input_.capacity() < kLargestInputBytes) input_.grow(2 * input_.capacity());
    if (auto on_dead = std::exchange(on_dead_, nullptr)) return on_dead();
    arrived_.set();
}

// Over TLS a connection that just breaks is no end: whoever cut it may have cut the answer too.
bool UpstreamConnection::clean_end() const {
    return input_error_ == asio::error::eof;
}

void UpstreamConnection::abandon(Error why) {
    if (failure_) return;
    failure_ = std::move(why);
    error_code ignored;
    if (connecting_) connecting_->close(ignored);
    if (transport_) transport_->close();
    arrived_.set();
}

void UpstreamConnection::rest(std::move_only_function<void()> on_dead) {
    on_dead_ = std::move(on_dead);
    post_read();
}

void UpstreamConnection::reuse() {
    on_dead_ = nullptr;
    reused_ = true;
}

}  // namespace greeninfer::net
