#include "testing/full_backlog.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace greeninfer::testing {

FullBacklog::FullBacklog() : listening_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listening_, generic, size) != 0 || ::listen(listening_, 0) != 0 ||
        ::getsockname(listening_, generic, &size) != 0) {
        throw std::runtime_error("cannot listen");
    }
    port_ = ntohs(address.sin_port);
    for (int& one : waiting_) {
        one = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        ::connect(one, generic, size);
    }
}

FullBacklog::~FullBacklog() {
    for (const int one : waiting_) ::close(one);
    ::close(listening_);
}

}  // namespace greeninfer::testing
