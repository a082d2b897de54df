#pragma once
// A core's connection to another process of this program: frames there, frames back.
//
// Connecting to a Unix socket never waits, so it is no coroutine. Lives on its core, which calls the two functions;
// both may send, close and connect again, and may end the client.
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "net/frame_address.hpp"

namespace greeninfer::net {

class Core;
class FrameConnection;

class FrameClient {
public:
    using OnFrame = std::function<void(std::string_view payload)>;
    using OnClosed = std::function<void()>;

    FrameClient(Core& core, OnFrame on_frame, OnClosed on_closed);
    ~FrameClient();  // closes
    FrameClient(const FrameClient&) = delete;
    FrameClient& operator=(const FrameClient&) = delete;

    // Leaves an earlier connection. not_ready when nobody listens there, or another user does.
    Result<void> connect(const FrameAddress& address);
    bool is_connected() const;
    // False when it is not connected, or breaks over this; then on_closed is called before it returns.
    bool send(std::string_view payload);
    void close();  // on_closed is not called

private:
    Core& core_;
    OnFrame on_frame_;
    OnClosed on_closed_;
    std::shared_ptr<FrameConnection> connection_;
};

}  // namespace greeninfer::net
