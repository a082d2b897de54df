#include "net/frame_connection.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

namespace greeninfer::net {

namespace asio = boost::asio;
using boost::system::error_code;

void FrameConnection::start() {
    read_length();
}

void FrameConnection::read_length() {
    asio::async_read(socket_, asio::buffer(length_), [self = shared_from_this()](const error_code& error, std::size_t) {
        if (!self->open_) return;
        error ? self->fail() : self->read_payload();
    });
}

void FrameConnection::read_payload() {
    std::size_t size = 0;
    for (std::size_t i = 0; i < length_.size(); ++i) size |= std::size_t{length_[i]} << (8 * i);
    if (size > kFrameBytesMax) return fail();
    payload_.resize(size);
    asio::async_read(socket_, asio::buffer(payload_),
                     [self = shared_from_this()](const error_code& error, std::size_t) {
                         if (!self->open_) return;
                         if (error) return self->fail();
                         self->owner_.on_frame(std::move(self->payload_));
                         if (self->open_) self->read_length();
                     });
}

bool FrameConnection::send(std::string_view payload) {
    if (!open_) return false;
    if (payload.size() > kFrameBytesMax || unsent_bytes_ + payload.size() > kUnsentBytesMax) {
        fail();
        return false;
    }
    std::string frame;
    frame.reserve(length_.size() + payload.size());
    for (std::size_t i = 0; i < length_.size(); ++i) frame.push_back(static_cast<char>(payload.size() >> (8 * i)));
    frame += payload;
    unsent_bytes_ += frame.size();
    unsent_.push_back(std::move(frame));
    if (unsent_.size() == 1) write();
    return true;
}

void FrameConnection::write() {
    const auto written = [self = shared_from_this()](const error_code& error, std::size_t) {
        if (!self->open_) return;
        if (error) return self->fail();
        self->unsent_bytes_ -= self->unsent_.front().size();
        self->unsent_.pop_front();
        if (!self->unsent_.empty()) self->write();
    };
    asio::async_write(socket_, asio::buffer(unsent_.front()), written);
}

void FrameConnection::close() {
    open_ = false;
    error_code ignored;
    socket_.close(ignored);
}

void FrameConnection::fail() {
    const auto self = shared_from_this();  // its owner may let go of it
    close();
    owner_.on_closed();
}

bool FrameConnection::is_of_our_user() {
    ucred peer{};
    socklen_t size = sizeof peer;
    const int asked = ::getsockopt(socket_.native_handle(), SOL_SOCKET, SO_PEERCRED, &peer, &size);
    return asked == 0 && peer.uid == ::geteuid();
}

}  // namespace greeninfer::net
