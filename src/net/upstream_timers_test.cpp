// The four timers of the client.
#include <gtest/gtest.h>

#include <string>

#include "testing/full_backlog.hpp"
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
using testing::ScriptedUpstream;
using testing::soon;

const std::string kStreamHead = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

void expect_time_out(const Outcome& outcome, const char* setting, std::chrono::steady_clock::time_point start,
                     std::chrono::milliseconds limit) {
    ASSERT_TRUE(outcome.failed_with(Fault::upstream_timeout));
    EXPECT_TRUE(outcome.error->detail.contains(setting)) << outcome.error->detail;
    const auto took = std::chrono::steady_clock::now() - start;
    EXPECT_GE(took, limit);
    EXPECT_LT(took, limit + 1s);
}

TEST(UpstreamTimers, ConnectingIsBounded) {
    const testing::FullBacklog upstream;
    UpstreamSettings settings;
    settings.connect_timeout = 60ms;
    RunningClient client(settings);
    const auto start = std::chrono::steady_clock::now();
    expect_time_out(client.ask(upstream.url()), "upstream.connect_timeout", start, 60ms);
    EXPECT_EQ(client.metrics().upstream_connect_failed.value(), 1U);
}

// Trap: an upstream that accepts and then says nothing.
TEST(UpstreamTimers, WaitingForTheHeaderIsBounded) {
    UpstreamSettings settings;
    settings.header_timeout = 60ms;
    for (const std::string said : {"", "HTTP/1.1 200 OK\r\nx: ", "HTTP/1.1 100 Continue\r\n\r\n"}) {
        SCOPED_TRACE(said);
        std::atomic<bool> closed = false;
        ScriptedUpstream upstream([&](BlockingSocket& peer) {
            peer.read_message();
            peer.send(said);
            closed = peer.closes_within(2s);
        });
        RunningClient client(settings);
        const auto start = std::chrono::steady_clock::now();
        expect_time_out(client.ask(upstream.url()), "upstream.header_timeout", start, 60ms);
        EXPECT_TRUE(soon([&] { return closed.load(); })) << "the upstream is told to stop";
    }
}

// Trap: no timer between tokens after the first.
TEST(UpstreamTimers, SilenceBetweenBytesIsBounded) {
    UpstreamSettings settings;
    settings.idle_timeout = 150ms;
    ScriptedUpstream upstream([](BlockingSocket& peer) {
        peer.read_message();
        peer.send(kStreamHead);
        for (int i = 0; i < 6; ++i) {
            peer.send("1\r\nx\r\n");
            std::this_thread::sleep_for(50ms);
        }
        peer.closes_within(2s);
    });
    RunningClient client(settings);
    const auto start = std::chrono::steady_clock::now();
    const Outcome outcome = client.ask(upstream.url());
    expect_time_out(outcome, "upstream.idle_timeout", start, 400ms);
    EXPECT_EQ(outcome.body, "xxxxxx") << "each byte winds the timer up again";
}

TEST(UpstreamTimers, TheWholeAnswerIsBounded) {
    UpstreamSettings settings;
    settings.total_timeout = 100ms;
    ScriptedUpstream upstream([](BlockingSocket& peer) {
        peer.read_message();
        peer.send(kStreamHead);
        while (peer.send("1\r\nx\r\n") && !peer.closes_within(10ms)) {
        }
    });
    RunningClient client(settings);
    const auto start = std::chrono::steady_clock::now();
    expect_time_out(client.ask(upstream.url()), "upstream.total_timeout", start, 100ms);
}

TEST(UpstreamTimers, DoNotReachAConnectionThatWentBackToThePool) {
    UpstreamSettings settings;
    settings.header_timeout = settings.idle_timeout = settings.total_timeout = 200ms;
    ScriptedUpstream upstream(answers("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"));
    RunningClient client(settings);
    EXPECT_EQ(client.ask(upstream.url()).body, "ok");
    std::this_thread::sleep_for(240ms);
    EXPECT_EQ(client.ask(upstream.url()).body, "ok");
    EXPECT_EQ(upstream.connections(), 1U);
}

}  // namespace
}  // namespace greeninfer::net
