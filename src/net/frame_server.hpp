#pragma once
// Answers frames in a process of its own, on one thread that also does the work.
//
// The loop is run by hand: wait() until something came, work, poll() for what came meanwhile. An empty frame asks
// whether anybody is there and is answered here. Whoever does not begin with the key, or runs under another user, is
// cut off.
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "net/frame_address.hpp"

namespace greeninfer::net {

class FrameServer {
public:
    using Connection = std::uint64_t;  // never used twice
    using OnFrame = std::function<void(Connection from, std::string payload)>;
    static constexpr std::size_t kConnectionsMax = 512;

    // not_ready when somebody else has the name.
    static Result<std::unique_ptr<FrameServer>> listen(const FrameAddress& address, OnFrame on_frame);
    ~FrameServer();
    FrameServer(const FrameServer&) = delete;
    FrameServer& operator=(const FrameServer&) = delete;

    void wait();  // returns when something was done, or after stop()
    void poll();  // does all that can be done now
    // Nothing happens when it is gone.
    void send(Connection to, std::string_view payload);

    void stop();  // from any thread, once: wait() returns, now and later
    bool is_stopped() const;

private:
    struct Loop;
    explicit FrameServer(std::unique_ptr<Loop> loop);

    std::unique_ptr<Loop> loop_;
};

}  // namespace greeninfer::net
