#include "fleet/reserved_port.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <system_error>

namespace greeninfer::fleet {

Result<ReservedPort> reserve_port() {
    const auto no_port = [] {
        return fail(Fault::not_ready, "no free loopback port: " + std::generic_category().message(errno));
    };
    ReservedPort port{.reservation = Descriptor(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))};
    const int descriptor = port.reservation.number();
    if (descriptor < 0) return no_port();
    const int on = 1;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* generic_address = reinterpret_cast<sockaddr*>(&address);
    if (setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0 ||
        bind(descriptor, generic_address, length) != 0 || getsockname(descriptor, generic_address, &length) != 0)
        return no_port();
    port.number = ntohs(address.sin_port);
    return port;
}

}  // namespace greeninfer::fleet
