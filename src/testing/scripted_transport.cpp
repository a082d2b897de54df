#include "testing/scripted_transport.hpp"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace greeninfer::testing {

namespace asio = boost::asio;
using net::error_code;

asio::awaitable<error_code> ScriptedTransport::handshake() {
    co_await asio::post(core_.io(), asio::use_awaitable);
    if (wire_.next_operation_fails()) co_return asio::error::connection_reset;
    co_return wire_.closed ? error_code(asio::error::operation_aborted) : error_code();
}

void ScriptedTransport::start_read(std::span<char> space, std::shared_ptr<net::ReadSink> sink) {
    reading_ = std::move(sink);
    error_code error;
    if (wire_.closed) return finish_read(asio::error::operation_aborted, 0);
    if (wire_.next_operation_fails()) return finish_read(asio::error::connection_reset, 0);
    if (wire_.arriving.empty() && !wire_.ends) return;  // until close()
    const std::size_t bytes = arrive(space, error);
    finish_read(error, bytes);
}

std::size_t ScriptedTransport::arrive(std::span<char> space, error_code& error) {
    if (wire_.arriving.empty()) {
        error = asio::error::eof;
        return 0;
    }
    std::string& piece = wire_.arriving.front();
    const std::size_t bytes = std::min(piece.size(), space.size());
    std::ranges::copy_n(piece.begin(), static_cast<std::ptrdiff_t>(bytes), space.begin());
    piece.erase(0, bytes);
    if (piece.empty()) wire_.arriving.pop_front();
    return bytes;
}

void ScriptedTransport::finish_read(error_code error, std::size_t bytes) {
    core_.post([sink = std::exchange(reading_, nullptr), error, bytes] { sink->on_read(error, bytes); });
}

std::size_t ScriptedTransport::try_write(std::span<const std::string_view> pieces, error_code& error) {
    return take(pieces, error);
}

asio::awaitable<std::size_t> ScriptedTransport::write_some(std::span<const std::string_view> pieces,
                                                           error_code& error) {
    co_await asio::post(core_.io(), asio::use_awaitable);
    co_return take(pieces, error);
}

std::size_t ScriptedTransport::take(std::span<const std::string_view> pieces, error_code& error) {
    if (wire_.closed) error = asio::error::operation_aborted;
    if (!error && wire_.next_operation_fails()) error = asio::error::broken_pipe;
    if (error) return 0;
    std::size_t room = wire_.takes_bytes;
    for (const std::string_view piece : pieces) {
        wire_.written.append(piece.substr(0, room));
        room -= std::min(room, piece.size());
    }
    return wire_.takes_bytes - room;
}

asio::awaitable<void> ScriptedTransport::shutdown() {
    co_await asio::post(core_.io(), asio::use_awaitable);
    wire_.next_operation_fails();  // Nobody hears of it, as with a real socket.
}

void ScriptedTransport::close() {
    wire_.closed = true;
    if (reading_) finish_read(asio::error::operation_aborted, 0);
}

}  // namespace greeninfer::testing
