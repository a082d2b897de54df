#pragma once
// A model server for tests that does what a script says, over real loopback sockets.
//
// A script is plain code for one connection: read, answer, wait, cut. The first connection runs the first script, the
// second the second, and all further ones the last. Each connection has its own thread; the destructor joins them, so
// a script must end, which every wait of BlockingSocket does.
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "testing/blocking_socket.hpp"

namespace greeninfer::testing {

class ScriptedUpstream {
public:
    using Script = std::function<void(BlockingSocket&)>;

    explicit ScriptedUpstream(std::vector<Script> scripts);
    explicit ScriptedUpstream(Script script) : ScriptedUpstream(std::vector{std::move(script)}) {}
    ~ScriptedUpstream();
    ScriptedUpstream(const ScriptedUpstream&) = delete;
    ScriptedUpstream& operator=(const ScriptedUpstream&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
    std::uint16_t port() const { return port_; }
    std::size_t connections() const;  // accepted so far

private:
    void accept_all();

    std::vector<Script> scripts_;
    int listening_;
    std::uint16_t port_ = 0;
    mutable std::mutex mutex_;
    std::vector<std::thread> threads_;
    std::thread accepting_;
};

// Answers every request on the connection with these bytes until the peer closes.
ScriptedUpstream::Script answers(std::string bytes);
// Reads one request, sends these bytes, and closes.
ScriptedUpstream::Script answers_and_closes(std::string bytes);

}  // namespace greeninfer::testing
