#include "net/listen_address.hpp"

#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>

namespace greeninfer::net {
namespace {

std::string text_of(const ListenAddress& address) {
    boost::asio::ip::tcp::endpoint tcp;
    std::memcpy(tcp.data(), address.endpoint.data(), address.endpoint.size());
    return tcp.address().to_string() + " " + std::to_string(tcp.port());
}

TEST(ListenAddress, ReadsGoodOnes) {
    const struct {
        const char* text;
        const char* expected;
    } rows[] = {
        {"127.0.0.1:8700", "127.0.0.1 8700"}, {"localhost:0", "127.0.0.1 0"}, {"[::1]:8700", "::1 8700"},
        {"0.0.0.0:65535", "0.0.0.0 65535"},   {":8700", ":: 8700"},           {"[::]:80", ":: 80"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.text);
        const auto address = parse_listen_address(row.text);
        ASSERT_TRUE(address) << address.error().detail;
        EXPECT_EQ(text_of(*address), row.expected);
        EXPECT_EQ(address->unix_path, "");
    }
    EXPECT_EQ(parse_listen_address("unix:/run/greeninfer.sock")->unix_path, "/run/greeninfer.sock");
}

TEST(ListenAddress, RefusesBadOnesAndSaysWhy) {
    const struct {
        const char* text;
        const char* why;
    } rows[] = {
        {"", "no port"},
        {"127.0.0.1", "no port"},
        {"127.0.0.1:", "not a port"},
        {"127.0.0.1:65536", "not a port"},
        {"127.0.0.1:8700x", "not a port"},
        {"example.org:80", "not an IP address"},
        {"[127.0.0.1]:80", "not an IP address"},
        {"[::1:80", "[address]:port"},
        {"2001:db8::1", "[address]:port"},
        {"unix:greeninfer.sock", "absolute path"},
        {"unix:", "absolute path"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.text);
        const auto address = parse_listen_address(row.text);
        ASSERT_FALSE(address);
        EXPECT_EQ(address.error().field, "server.listen");
        EXPECT_NE(address.error().detail.find(row.why), std::string::npos) << address.error().detail;
    }
    EXPECT_FALSE(parse_listen_address("unix:/" + std::string(107, 'x')));
}

}  // namespace
}  // namespace greeninfer::net
