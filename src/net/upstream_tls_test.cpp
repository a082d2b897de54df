// The client over TLS: whom it trusts, and what a cut connection means there.
#include <gtest/gtest.h>

#include <string>

#include "net/tls_context.hpp"
#include "testing/running_client.hpp"
#include "testing/running_server.hpp"
#include "testing/scripted_upstream.hpp"
#include "testing/tls_peer.hpp"

namespace greeninfer::net {
namespace {

using namespace std::chrono_literals;
using testing::BlockingSocket;
using testing::Outcome;
using testing::RunningClient;
using testing::ScriptedUpstream;
using testing::TestCertificate;
using testing::TlsPeer;

enum class Ending { proper, cut };

// Answers the first request with `bytes`; tells the name that the client asked for.
ScriptedUpstream::Script secure_answer(const TestCertificate& certificate, std::string bytes, Ending ending,
                                       std::string* server_name = nullptr) {
    return [&certificate, bytes = std::move(bytes), ending, server_name](BlockingSocket& socket) {
        TlsPeer peer = TlsPeer::as_server(socket, certificate);
        if (!peer.secure()) return;
        if (server_name) *server_name = peer.server_name();
        peer.read_until("\r\n\r\n{}");
        peer.send(bytes);
        if (ending == Ending::proper) peer.end();
    };
}

const std::string kOk = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

TEST(UpstreamTls, TrustsOnlyWhoItShould) {
    const TestCertificate for_name("DNS:localhost");
    const TestCertificate for_address("IP:127.0.0.1");
    const TestCertificate for_another("DNS:api.example");
    const struct {
        const char* name;
        const TestCertificate& certificate;
        std::string ca_file;
        const char* host;
        bool trusted;
        const char* server_name;
    } rows[] = {
        {"its own name", for_name, for_name.certificate_file(), "localhost", true, "localhost"},
        {"its own address", for_address, for_address.certificate_file(), "127.0.0.1", true, ""},
        {"another name", for_another, for_another.certificate_file(), "localhost", false, "localhost"},
        {"a name where an address is asked for", for_name, for_name.certificate_file(), "127.0.0.1", false, ""},
        {"an unknown authority", for_name, for_another.certificate_file(), "localhost", false, "localhost"},
        {"the system's authorities", for_name, "", "localhost", false, "localhost"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        std::string server_name;
        ScriptedUpstream upstream(secure_answer(row.certificate, kOk, Ending::proper, &server_name));
        RunningClient client({}, make_upstream_tls(row.ca_file).value());
        const Outcome outcome = client.ask("https://" + std::string(row.host) + ":" + std::to_string(upstream.port()));
        EXPECT_EQ(outcome.body, row.trusted ? "ok" : "");
        EXPECT_EQ(outcome.failed_with(Fault::upstream_unreachable), !row.trusted);
        if (row.trusted) EXPECT_EQ(server_name, row.server_name);
    }
}

TEST(UpstreamTls, TakesACutConnectionForACutAnswer) {
    const TestCertificate certificate("IP:127.0.0.1");
    const std::string without_length = "HTTP/1.1 200 OK\r\n\r\nhel";
    for (const Ending ending : {Ending::proper, Ending::cut}) {
        SCOPED_TRACE(static_cast<int>(ending));
        ScriptedUpstream upstream(secure_answer(certificate, without_length, ending));
        RunningClient client({}, make_upstream_tls(certificate.certificate_file()).value());
        const Outcome outcome = client.ask("https://127.0.0.1:" + std::to_string(upstream.port()));
        EXPECT_EQ(outcome.body, "hel");
        EXPECT_EQ(outcome.failed_with(Fault::upstream_unreachable), ending == Ending::cut);
    }
}

TEST(UpstreamTls, BoundsTheHandshake) {
    ScriptedUpstream upstream([](BlockingSocket& peer) { peer.closes_within(3s); });
    UpstreamSettings settings;
    settings.connect_timeout = 60ms;
    RunningClient client(settings, make_upstream_tls("").value());
    const Outcome outcome = client.ask("https://127.0.0.1:" + std::to_string(upstream.port()));
    ASSERT_TRUE(outcome.failed_with(Fault::upstream_timeout));
    EXPECT_TRUE(outcome.error->detail.contains("upstream.connect_timeout"));
}

TEST(UpstreamTls, FailsCleanlyAgainstAServerWithoutTls) {
    ScriptedUpstream upstream([](BlockingSocket& peer) {
        peer.read_some();
        peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    RunningClient client({}, make_upstream_tls("").value());
    const Outcome outcome = client.ask("https://127.0.0.1:" + std::to_string(upstream.port()));
    EXPECT_TRUE(outcome.failed_with(Fault::upstream_unreachable));
}

TEST(UpstreamTls, UsesAConnectionAgainAndHandsLargeBodiesBothWays) {
    const TestCertificate certificate("DNS:localhost,IP:127.0.0.1");
    testing::RunningServer server(
        {}, make_listener_tls({certificate.certificate_file(), certificate.key_file(), TlsVersion::tls_1_2}).value());
    RunningClient client({}, make_upstream_tls(certificate.certificate_file()).value());
    const std::string body(3 * 1024 * 1024, 'b');
    for (int i = 0; i < 3; ++i) {
        const Outcome outcome = client.ask("https://" + server.address(), {.target = "/echo", .body = {body, "end"}});
        EXPECT_FALSE(outcome.error) << outcome.error->detail;
        EXPECT_TRUE(outcome.body == body + "end");
    }
    EXPECT_EQ(server.thread().core().metrics().connections_accepted.value(), 1U);
}

}  // namespace
}  // namespace greeninfer::net
