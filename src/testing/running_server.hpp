#pragma once
// A server with a TinyHandler on a core of its own, listening on loopback, for tests with real sockets.
//
// Its end is a test in itself: every connection must be gone soon after kill(), and every gauge back at zero.
#include <memory>
#include <string>

#include "net/server.hpp"
#include "testing/blocking_socket.hpp"
#include "testing/core_thread.hpp"
#include "testing/tiny_handler.hpp"

namespace greeninfer::testing {

class RunningServer {
public:
    explicit RunningServer(const net::ServerSettings& settings = {}, net::TlsContext tls = nullptr,
                           const std::string& address = "127.0.0.1:0");
    ~RunningServer();

    BlockingSocket connect() const { return BlockingSocket::connect(address_); }
    // Sends the bytes on a new connection, ends sending only when the answer is there, and returns the answer.
    HttpText ask(std::string_view bytes) const;

    const std::string& address() const { return address_; }
    TinyHandler& handler() { return handler_; }
    net::ServerShared& shared() { return shared_; }
    CoreThread& thread() { return thread_; }
    net::Server* server() { return server_.get(); }  // only on its core, or to share its socket
    void drain() {
        thread_.call([this] { server_->drain(); });
    }
    void kill() {
        thread_.call([this] { server_->kill(); });
    }
    std::size_t connections() {
        return thread_.call([this] { return server_->connections(); });
    }

private:
    net::ServerShared shared_;
    TinyHandler handler_;
    CoreThread thread_;
    std::unique_ptr<net::Server> server_;
    std::string address_;
};

// Looks every millisecond until `condition` holds; false when it does not within `time`.
template <class Condition>
bool soon(Condition condition, std::chrono::milliseconds time = std::chrono::seconds(5)) {
    const auto end = std::chrono::steady_clock::now() + time;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
}

// True when one of three tries takes less than `limit`: a busy machine may delay one, a bug delays them all.
template <class Try>
bool once_within(std::chrono::milliseconds limit, Try one_try) {
    for (int i = 0; i < 3; ++i) {
        const auto start = std::chrono::steady_clock::now();
        one_try();
        if (std::chrono::steady_clock::now() - start < limit) return true;
    }
    return false;
}

}  // namespace greeninfer::testing
