#include "testing/scripted_upstream.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <utility>

namespace greeninfer::testing {

ScriptedUpstream::ScriptedUpstream(std::vector<Script> scripts)
    : scripts_(std::move(scripts)), listening_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listening_, generic, size) != 0 || ::listen(listening_, 1024) != 0 ||
        ::getsockname(listening_, generic, &size) != 0) {
        throw std::runtime_error("the scripted upstream cannot listen");
    }
    port_ = ntohs(address.sin_port);
    accepting_ = std::thread([this] { accept_all(); });
}

ScriptedUpstream::~ScriptedUpstream() {
    ::shutdown(listening_, SHUT_RDWR);  // Ends the waiting accept().
    accepting_.join();
    ::close(listening_);
    for (std::thread& thread : threads_) thread.join();
}

std::size_t ScriptedUpstream::connections() const {
    const std::lock_guard lock(mutex_);
    return threads_.size();
}

void ScriptedUpstream::accept_all() {
    for (;;) {
        const int descriptor = ::accept(listening_, nullptr, nullptr);
        if (descriptor < 0) return;
        const std::lock_guard lock(mutex_);
        const Script& script = scripts_[std::min(threads_.size(), scripts_.size() - 1)];
        threads_.emplace_back([descriptor, &script] {
            BlockingSocket socket(descriptor);
            script(socket);
        });
    }
}

ScriptedUpstream::Script answers(std::string bytes) {
    return [bytes = std::move(bytes)](BlockingSocket& peer) {
        while (peer.read_message().whole) peer.send(bytes);
    };
}

ScriptedUpstream::Script answers_and_closes(std::string bytes) {
    return [bytes = std::move(bytes)](BlockingSocket& peer) {
        peer.read_message();
        peer.send(bytes);
    };
}

}  // namespace greeninfer::testing
