// The server behind TLS, with OpenSSL alone at the other end.
#include <gtest/gtest.h>

#include <string>

#include "net/tls_context.hpp"
#include "testing/running_server.hpp"
#include "testing/tls_peer.hpp"

namespace greeninfer::net {
namespace {

using namespace std::chrono_literals;
using testing::BlockingSocket;
using testing::RunningServer;
using testing::soon;
using testing::TestCertificate;
using testing::TlsAtMost;
using testing::TlsPeer;

const std::string kEcho = "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\nhello";

TlsSettings settings_with(const TestCertificate& certificate, TlsVersion minimum = TlsVersion::tls_1_2) {
    return {certificate.certificate_file(), certificate.key_file(), minimum};
}

TEST(ServerTls, SpeaksTls12And13AndNothingOlder) {
    const TestCertificate certificate("DNS:localhost");
    const struct {
        TlsVersion minimum;
        TlsAtMost client;
        const char* expected;  // null: refused
    } rows[] = {
        {TlsVersion::tls_1_2, TlsAtMost::tls_1_3, "TLSv1.3"}, {TlsVersion::tls_1_2, TlsAtMost::tls_1_2, "TLSv1.2"},
        {TlsVersion::tls_1_2, TlsAtMost::tls_1_1, nullptr},   {TlsVersion::tls_1_3, TlsAtMost::tls_1_3, "TLSv1.3"},
        {TlsVersion::tls_1_3, TlsAtMost::tls_1_2, nullptr},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(static_cast<int>(row.minimum) * 10 + static_cast<int>(row.client));
        RunningServer server({}, make_listener_tls(settings_with(certificate, row.minimum)).value());
        BlockingSocket socket = server.connect();
        TlsPeer client = TlsPeer::as_client(socket, row.client);
        EXPECT_EQ(client.secure(), row.expected != nullptr);
        if (!row.expected) continue;
        EXPECT_EQ(client.version(), row.expected);
        for (int round = 0; round < 2; ++round) {
            client.send(kEcho);
            EXPECT_TRUE(client.read_until("hello").contains("content-length: 5\r\n"));
        }
    }
}

TEST(ServerTls, EndsTheLastAnswerWithACloseNotification) {
    const TestCertificate certificate("DNS:localhost");
    RunningServer server({}, make_listener_tls(settings_with(certificate)).value());
    BlockingSocket socket = server.connect();
    TlsPeer client = TlsPeer::as_client(socket);
    client.send("GET /stream HTTP/1.0\r\n\r\n");
    EXPECT_TRUE(client.read_to_end().ends_with("data: 3\n\n"));
    EXPECT_TRUE(client.ended_properly());
}

TEST(ServerTls, StreamsAndNoticesAClientThatLeaves) {
    const TestCertificate certificate("DNS:localhost");
    RunningServer server({}, make_listener_tls(settings_with(certificate)).value());
    EXPECT_TRUE(testing::once_within(100ms, [&] {
        {
            BlockingSocket socket = server.connect();
            TlsPeer client = TlsPeer::as_client(socket);
            client.send("GET /begun HTTP/1.1\r\nhost: a\r\n\r\n");
            EXPECT_TRUE(client.read_until("begun\r\n").contains("transfer-encoding: chunked"));
        }
        EXPECT_TRUE(soon([&] { return server.handler().running == 0; }));
    }));
    EXPECT_EQ(server.handler().aborted, server.handler().handled.load());
}

TEST(ServerTls, HandsLargeBodiesBothWays) {
    const TestCertificate certificate("DNS:localhost");
    RunningServer server({}, make_listener_tls(settings_with(certificate)).value());
    BlockingSocket socket = server.connect();
    TlsPeer client = TlsPeer::as_client(socket);
    const std::string body(2 * 1024 * 1024, 'b');
    client.send("POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: " + std::to_string(body.size()) + "\r\n\r\n");
    client.send(body);
    client.read_until("\r\n\r\n");
    EXPECT_EQ(client.read_until(body).size(), body.size());
}

TEST(ServerTls, IsNotHeldUpByAClientThatSpeaksNoTlsOrNothing) {
    const TestCertificate certificate("DNS:localhost");
    ServerSettings settings;
    settings.header_timeout = 50ms;
    RunningServer server(settings, make_listener_tls(settings_with(certificate)).value());
    BlockingSocket plain = server.connect();
    plain.send(kEcho);
    EXPECT_TRUE(plain.closes_within(1s));
    BlockingSocket silent = server.connect();
    EXPECT_TRUE(silent.closes_within(1s));
    EXPECT_TRUE(soon([&] { return server.connections() == 0; }));
}

TEST(ServerTls, IsNotHeldUpByARefusedClientThatDoesNotClose) {
    const TestCertificate certificate("DNS:localhost");
    RunningServer server({}, make_listener_tls(settings_with(certificate)).value());
    BlockingSocket socket = server.connect();
    TlsPeer client = TlsPeer::as_client(socket);
    client.send("nonsense\r\n\r\n");
    EXPECT_TRUE(client.read_until("HTTP request").contains("400"));
    EXPECT_TRUE(soon([&] { return server.connections() == 0; }, 4s));
}

TEST(ServerTls, NamesTheFileThatDoesNotLoad) {
    const TestCertificate certificate("DNS:localhost");
    const TestCertificate other("DNS:localhost");
    TlsSettings settings = settings_with(certificate);
    settings.certificate = "/nonexistent.crt";
    EXPECT_EQ(make_listener_tls(settings).error().field, "server.tls.certificate");
    EXPECT_TRUE(make_listener_tls(settings).error().detail.contains("/nonexistent.crt"));
    settings = settings_with(certificate);
    settings.key = other.key_file();
    EXPECT_EQ(make_listener_tls(settings).error().field, "server.tls.key") << "a key of another certificate";
    EXPECT_EQ(make_upstream_tls("/nonexistent.pem").error().field, "upstream.ca_file");
    EXPECT_TRUE(make_upstream_tls("")) << "the system's store";
}

}  // namespace
}  // namespace greeninfer::net
