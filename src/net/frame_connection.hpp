#pragma once
// One end of a connection that carries frames: four bytes of length, then as many of payload. Private to this layer.
//
// Kept alive by what it waits for; close() ends that. Calls its owner on the loop of its socket, and never after
// close(). What cannot be sent at once waits here, up to a bound: a peer that does not read is cut off.
#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "net/frame_address.hpp"
#include "net/socket.hpp"

namespace greeninfer::net {

class FrameConnection : public std::enable_shared_from_this<FrameConnection> {
public:
    struct Owner {
        std::move_only_function<void(std::string payload)> on_frame;
        std::move_only_function<void()> on_closed;  // by the peer, or over what it sent; not by close()
    };
    static constexpr std::size_t kUnsentBytesMax = 4 * kFrameBytesMax;

    FrameConnection(Socket socket, Owner owner) : socket_(std::move(socket)), owner_(std::move(owner)) {}

    void start();
    // False when it is closed, or cut off by this.
    bool send(std::string_view payload);
    void close();
    bool is_open() const { return open_; }
    // The kernel says that the process at the other end runs under our own user.
    bool is_of_our_user();

private:
    void read_length();
    void read_payload();
    void write();
    void fail();

    Socket socket_;
    Owner owner_;
    bool open_ = true;
    std::array<std::uint8_t, 4> length_{};
    std::string payload_;
    std::deque<std::string> unsent_;  // the first is being written
    std::size_t unsent_bytes_ = 0;
};

}  // namespace greeninfer::net
