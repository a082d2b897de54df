// Which connections the client keeps, shares, replaces and gives up.
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "testing/running_client.hpp"
#include "testing/running_server.hpp"
#include "testing/scripted_upstream.hpp"

namespace greeninfer::net {
namespace {

using namespace std::chrono_literals;
using testing::answers;
using testing::BlockingSocket;
using testing::Outcome;
using testing::RunningClient;
using testing::RunningServer;
using testing::ScriptedUpstream;
using testing::soon;

const std::string kOk = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

TEST(UpstreamPool, UsesAConnectionAgain) {
    ScriptedUpstream upstream(answers(kOk));
    RunningClient client;
    for (int i = 0; i < 20; ++i) EXPECT_EQ(client.ask(upstream.url()).body, "ok");
    EXPECT_EQ(upstream.connections(), 1U);
    EXPECT_EQ(client.metrics().upstream_opened.value(), 1U);
    EXPECT_EQ(client.metrics().upstream_reused.value(), 19U);
    EXPECT_EQ(client.metrics().upstream_open.value(), 1);
}

TEST(UpstreamPool, DoesNotUseAConnectionThatIsToBeClosed) {
    for (const std::string answer : {"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok",
                                     "HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok",
                                     "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok and more than was promised"}) {
        SCOPED_TRACE(answer);
        ScriptedUpstream upstream(answers(answer));
        RunningClient client;
        EXPECT_EQ(client.ask(upstream.url()).body, "ok");
        EXPECT_EQ(client.ask(upstream.url()).body, "ok");
        EXPECT_EQ(upstream.connections(), 2U);
    }
}

TEST(UpstreamPool, NoticesThatAnIdleConnectionWasClosed) {
    ScriptedUpstream upstream([](BlockingSocket& peer) {
        peer.read_message();
        peer.send(kOk);
    });
    RunningClient client;
    for (std::size_t i = 1; i <= 5; ++i) {
        EXPECT_EQ(client.ask(upstream.url()).body, "ok");
        EXPECT_TRUE(soon([&] { return client.metrics().upstream_open.value() == 0; }));
    }
    EXPECT_EQ(client.metrics().upstream_stale.value(), 0U) << "it was known before the next request";
}

// Trap: a pooled connection dies just when the next request is on it.
TEST(UpstreamPool, ReplacesAConnectionThatDiesUnderARequestBeforeTheFirstByte) {
    for (const bool reset : {false, true}) {
        SCOPED_TRACE(reset);
        const auto dies_under_the_second = [reset](BlockingSocket& peer) {
            peer.read_message();
            peer.send(kOk);
            peer.read_message();
            if (reset) peer.reset();
        };
        ScriptedUpstream upstream({dies_under_the_second, answers(kOk)});
        RunningClient client;
        EXPECT_EQ(client.ask(upstream.url()).body, "ok");
        EXPECT_EQ(client.ask(upstream.url()).body, "ok");
        EXPECT_EQ(client.metrics().upstream_stale.value(), 1U);
        EXPECT_EQ(upstream.connections(), 2U);
    }
}

TEST(UpstreamPool, DoesNotRepeatARequestOnAFreshConnectionOrAfterAByte) {
    ScriptedUpstream fresh([](BlockingSocket& peer) { peer.read_message(); });
    RunningClient client;
    EXPECT_TRUE(client.ask(fresh.url()).failed_with(Fault::upstream_unreachable));
    EXPECT_EQ(fresh.connections(), 1U);
    ScriptedUpstream after_a_byte([](BlockingSocket& peer) {
        peer.read_message();
        peer.send(kOk);
        peer.read_message();
        peer.send("H");
    });
    EXPECT_EQ(client.ask(after_a_byte.url()).body, "ok");
    EXPECT_TRUE(client.ask(after_a_byte.url()).failed_with(Fault::upstream_unreachable));
    EXPECT_EQ(after_a_byte.connections(), 1U);
}

TEST(UpstreamPool, TriesAFreshConnectionOnlyOnce) {
    const auto dies_under_the_second = [](BlockingSocket& peer) {
        peer.read_message();
        peer.send(kOk);
        peer.read_message();
    };
    ScriptedUpstream upstream({dies_under_the_second, [](BlockingSocket& peer) { peer.read_message(); }});
    RunningClient client;
    EXPECT_EQ(client.ask(upstream.url()).body, "ok");
    EXPECT_TRUE(client.ask(upstream.url()).failed_with(Fault::upstream_unreachable));
    EXPECT_EQ(upstream.connections(), 2U);
}

TEST(UpstreamPool, LosesNoRequestWhileTheUpstreamClosesIdleConnectionsAllTheTime) {
    ScriptedUpstream upstream([](BlockingSocket& peer) {
        for (int i = 0; i < 3; ++i) {
            if (!peer.read_message().whole) return;
            peer.send(kOk);
        }
    });
    RunningClient client;
    for (int i = 0; i < 300; ++i) {
        const Outcome outcome = client.ask(upstream.url());
        ASSERT_FALSE(outcome.error) << i << ": " << outcome.error->detail;
    }
}

TEST(UpstreamPool, ClosesConnectionsThatWereIdleForTheirTime) {
    UpstreamSettings settings;
    settings.pool_idle_timeout = 40ms;
    ScriptedUpstream upstream(answers(kOk));
    RunningClient client(settings);
    EXPECT_EQ(client.ask(upstream.url()).body, "ok");
    EXPECT_TRUE(soon([&] { return client.metrics().upstream_open.value() == 0; }));
    EXPECT_EQ(client.ask(upstream.url()).body, "ok");
    EXPECT_EQ(upstream.connections(), 2U);
}

TEST(UpstreamPool, LetsRequestsWaitForAPlaceAndThenTakeIt) {
    std::atomic<int> at_once = 0;
    std::atomic<int> most = 0;
    ScriptedUpstream upstream([&](BlockingSocket& peer) {
        while (peer.read_message().whole) {
            most = std::max(most.load(), ++at_once);
            std::this_thread::sleep_for(5ms);
            --at_once;
            peer.send(kOk);
        }
    });
    UpstreamSettings settings;
    settings.max_connections = 2;
    RunningClient client(settings);
    std::vector<std::future<Outcome>> outcomes;
    for (int i = 0; i < 12; ++i) outcomes.push_back(client.start(upstream.url()));
    for (auto& outcome : outcomes) EXPECT_EQ(outcome.get().body, "ok");
    EXPECT_LE(most, 2);
    EXPECT_EQ(upstream.connections(), 2U);
}

TEST(UpstreamPool, ARequestThatGetsNoPlaceInTimeFails) {
    UpstreamSettings settings;
    settings.max_connections = 1;
    settings.connect_timeout = 150ms;
    ScriptedUpstream upstream([](BlockingSocket& peer) {
        peer.read_message();
        peer.closes_within(3s);
    });
    RunningClient client(settings);
    Abort abort;
    auto holding = client.start(upstream.url(), {.abort = &abort});
    ASSERT_TRUE(soon([&] { return upstream.connections() == 1; }));
    const Outcome outcome = client.ask(upstream.url());
    ASSERT_TRUE(outcome.failed_with(Fault::upstream_timeout));
    EXPECT_TRUE(outcome.error->detail.contains("upstream.max_connections"));
    client.thread().call([&] { abort.request(); });
    EXPECT_TRUE(holding.get().failed_with(Fault::client_gone));
}

TEST(UpstreamPool, ACancelledRequestGivesItsPlaceToTheNext) {
    UpstreamSettings settings;
    settings.max_connections = 1;
    ScriptedUpstream upstream({[](BlockingSocket& peer) {
                                   peer.read_message();
                                   peer.closes_within(3s);
                               },
                               answers(kOk)});
    RunningClient client(settings);
    Abort abort;
    auto first = client.start(upstream.url(), {.abort = &abort});
    ASSERT_TRUE(soon([&] { return upstream.connections() == 1; }));
    auto second = client.start(upstream.url());
    std::this_thread::sleep_for(5ms);
    client.thread().call([&] { abort.request(); });
    EXPECT_TRUE(first.get().failed_with(Fault::client_gone));
    EXPECT_EQ(second.get().body, "ok");
}

TEST(UpstreamPool, LooksNamesUp) {
    ScriptedUpstream upstream(answers(kOk));
    RunningClient client;
    const std::string url = "http://localhost:" + std::to_string(upstream.port());
    EXPECT_EQ(client.ask(url).body, "ok") << "also when localhost is ::1 first and nobody listens there";
    EXPECT_EQ(client.ask(url).body, "ok");
    const Outcome unknown = client.ask("http://no-such-host.invalid:80");
    ASSERT_TRUE(unknown.error);
    EXPECT_EQ(unknown.error->fault, Fault::upstream_unreachable) << unknown.error->detail;
    EXPECT_EQ(client.metrics().name_lookups_failed.value(), 1U);
}

TEST(UpstreamPool, SaysThatNobodyListens) {
    std::string url;
    {
        url = ScriptedUpstream(answers(kOk)).url();
    }
    RunningClient client;
    EXPECT_TRUE(client.ask(url).failed_with(Fault::upstream_unreachable));
    EXPECT_TRUE(client.ask("unix:/nonexistent.sock").failed_with(Fault::upstream_unreachable));
    EXPECT_EQ(client.metrics().upstream_connect_failed.value(), 2U);
}

TEST(UpstreamPool, TalksToOurOwnServerOverAUnixSocketAndIPv6) {
    const std::string path = ::testing::TempDir() + "greeninfer-" + std::to_string(::getpid()) + "-upstream";
    for (const std::string& address : {"unix:" + path, std::string("[::1]:0")}) {
        SCOPED_TRACE(address);
        RunningServer server({}, nullptr, address);
        RunningClient client;
        const bool local = address.starts_with("unix:");
        const std::string url = local ? server.address() : "http://" + server.address();
        for (int i = 0; i < 3; ++i) EXPECT_EQ(client.ask(url, {.target = "/echo", .body = {"hello"}}).body, "hello");
        EXPECT_EQ(server.thread().core().metrics().connections_accepted.value(), 1U);
    }
}

TEST(UpstreamPool, NewSettingsHoldForRequestsFromThenOn) {
    ScriptedUpstream upstream({answers(kOk), [](BlockingSocket& peer) { peer.closes_within(3s); }});
    RunningClient client;
    EXPECT_EQ(client.ask(upstream.url()).body, "ok");
    UpstreamSettings hasty;
    hasty.header_timeout = 200ms;
    client.thread().call([&] { client.client().apply(hasty, nullptr); });
    EXPECT_EQ(client.ask(upstream.url()).body, "ok") << "pooled connections live on";
    ScriptedUpstream silent([](BlockingSocket& peer) { peer.closes_within(3s); });
    EXPECT_TRUE(client.ask(silent.url()).failed_with(Fault::upstream_timeout));
}

}  // namespace
}  // namespace greeninfer::net
