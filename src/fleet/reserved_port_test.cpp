#include "fleet/reserved_port.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

namespace greeninfer::fleet {
namespace {

enum class Sharing { none, reuse_port };

Descriptor bind_to(std::uint16_t port, Sharing sharing) {
    Descriptor descriptor(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int on = sharing == Sharing::reuse_port ? 1 : 0;
    setsockopt(descriptor.number(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(descriptor.number(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) descriptor.reset();
    return descriptor;
}

TEST(ReservedPort, CanOnlyBeTakenByTheChild) {
    const auto port = reserve_port();
    ASSERT_TRUE(port.has_value());
    EXPECT_GT(port->number, 0);
    EXPECT_FALSE(bind_to(port->number, Sharing::none).is_open());
    EXPECT_TRUE(bind_to(port->number, Sharing::reuse_port).is_open());
}

TEST(ReservedPort, RefusesConnectionsUntilTheChildListens) {
    const auto port = reserve_port();
    ASSERT_TRUE(port.has_value());
    const Descriptor client(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port->number);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(client.number(), reinterpret_cast<sockaddr*>(&address), sizeof address), -1);
    EXPECT_EQ(errno, ECONNREFUSED);
}

TEST(ReservedPort, IsFreeAgainAfterwards) {
    std::uint16_t number = 0;
    {
        const auto port = reserve_port();
        ASSERT_TRUE(port.has_value());
        number = port->number;
    }
    EXPECT_TRUE(bind_to(number, Sharing::none).is_open());
}

}  // namespace
}  // namespace greeninfer::fleet
