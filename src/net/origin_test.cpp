#include "net/origin.hpp"

#include <gtest/gtest.h>

namespace greeninfer::net {
namespace {

TEST(Origin, ReadsGoodUrls) {
    const struct {
        const char* url;
        bool tls;
        const char* host;
        std::uint16_t port;
        const char* base_path;
        const char* authority;
    } rows[] = {
        {"http://127.0.0.1:8000", false, "127.0.0.1", 8000, "", "127.0.0.1:8000"},
        {"http://node-a", false, "node-a", 80, "", "node-a"},
        {"http://node-a:80/", false, "node-a", 80, "", "node-a"},
        {"http://node-a:443/v1/", false, "node-a", 443, "/v1", "node-a:443"},
        {"https://api.example/openai/v1", true, "api.example", 443, "/openai/v1", "api.example"},
        {"https://api.example:8443//", true, "api.example", 8443, "", "api.example:8443"},
        {"http://[::1]:8080/v1", false, "::1", 8080, "/v1", "[::1]:8080"},
        {"https://[2001:db8::1]", true, "2001:db8::1", 443, "", "[2001:db8::1]"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.url);
        const auto origin = parse_origin(row.url);
        ASSERT_TRUE(origin) << origin.error().detail;
        EXPECT_EQ(origin->tls, row.tls);
        EXPECT_EQ(origin->host, row.host);
        EXPECT_EQ(origin->port, row.port);
        EXPECT_EQ(origin->base_path, row.base_path);
        EXPECT_EQ(origin->authority, row.authority);
        EXPECT_EQ(origin->unix_path, "");
    }
}

TEST(Origin, ReadsUnixSockets) {
    const auto plain = parse_origin("unix:/run/engine.sock").value();
    EXPECT_EQ(plain.unix_path, "/run/engine.sock");
    EXPECT_EQ(plain.base_path, "");
    EXPECT_EQ(plain.authority, "localhost");
    const auto with_base = parse_origin("unix:/run/engine.sock:/v1/").value();
    EXPECT_EQ(with_base.unix_path, "/run/engine.sock");
    EXPECT_EQ(with_base.base_path, "/v1");
    EXPECT_EQ(with_base.key, plain.key) << "they may share connections";
}

TEST(Origin, RefusesBadUrlsAndSaysWhy) {
    const struct {
        const char* url;
        const char* why;
    } rows[] = {
        {"", "starts with http://"},
        {"localhost:8000", "starts with http://"},
        {"ftp://node-a", "starts with http://"},
        {"http://", "no host"},
        {"http:///v1", "no host"},
        {"http://:8000", "no host"},
        {"http://node-a:0", "not a port"},
        {"http://node-a:65536", "not a port"},
        {"http://node-a:", "not a port"},
        {"http://node-a:80a", "not a port"},
        {"http://node-a:-1", "not a port"},
        {"http://user:key@node-a", "api_key_env"},
        {"http://node-a/v1?key=1", "'?'"},
        {"http://node-a/v1#top", "'?'"},
        {"http://[::1", "']'"},
        {"http://[::1]8000", "after the host"},
        {"http://[node-a]:80", "not a host"},
        {"http://[]:80", "no host"},
        {"http://node<a>", "not a host"},
        {"http://node-a/v1 HTTP/1.1", "visible"},
        {"http://node-a/v1\r\nx-admin: yes", "visible"},
        {"http://n\xc3\xb6-de", "visible"},
        {"unix:run/engine.sock", "absolute path"},
        {"unix:", "absolute path"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.url);
        const auto origin = parse_origin(row.url);
        ASSERT_FALSE(origin);
        EXPECT_EQ(origin.error().field, "url");
        EXPECT_NE(origin.error().detail.find(row.why), std::string::npos) << origin.error().detail;
    }
    EXPECT_FALSE(parse_origin("unix:/" + std::string(107, 'x')));
    EXPECT_TRUE(parse_origin("unix:/" + std::string(106, 'x')));
}

TEST(Origin, OnlyEqualOriginsShareConnections) {
    const auto key = [](const char* url) { return parse_origin(url).value().key; };
    EXPECT_EQ(key("http://node-a/v1"), key("http://node-a:80/v2"));
    EXPECT_NE(key("http://node-a:443"), key("https://node-a"));
    EXPECT_NE(key("http://node-a"), key("http://node-b"));
    EXPECT_NE(key("http://node-a"), key("http://node-a:81"));
}

}  // namespace
}  // namespace greeninfer::net
