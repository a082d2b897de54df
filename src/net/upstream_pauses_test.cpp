// Callers that pause or read slowly while their upstream goes on.
#include <gtest/gtest.h>

#include <string>

#include "testing/running_client.hpp"
#include "testing/running_server.hpp"
#include "testing/scripted_upstream.hpp"

namespace greeninfer::net {
namespace {

using namespace std::chrono_literals;
using testing::BlockingSocket;
using testing::RunningClient;
using testing::ScriptedUpstream;
using testing::soon;

const std::string kStreamHead = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

// Reads to the end and tells what it saw: bytes, a dot for each pause, "failed".
boost::asio::awaitable<std::string> read_with_pauses(Clock& clock, UpstreamCall& call, std::atomic<int>& pauses) {
    std::string story;
    for (;;) {
        const auto bytes = co_await call.read_for(30ms);
        if (!bytes) co_return story + "failed";
        if (!*bytes) {
            story += '.';
            ++pauses;
            co_await clock.sleep_for(80ms);
            continue;
        }
        if ((*bytes)->empty()) co_return story;
        story += **bytes;
    }
}

TEST(UpstreamPauses, APauseEndsTheWaitAndNotTheCall) {
    std::atomic<int> pauses = 0;
    ScriptedUpstream upstream([&](BlockingSocket& peer) {
        peer.read_message();
        peer.send(kStreamHead + "1\r\na\r\n");
        soon([&] { return pauses > 0; });
        peer.send("1\r\nb\r\n0\r\n\r\n");  // while the caller is busy with its pause, and nothing after it
        peer.closes_within(2s);
    });
    UpstreamSettings settings;
    settings.idle_timeout = 1s;
    RunningClient client(settings);
    Abort abort;
    const auto use = [&](UpstreamCall& call) { return read_with_pauses(client.thread().core().clock(), call, pauses); };
    EXPECT_EQ(client.with_call(upstream.url(), abort, use), "a.b");
}

TEST(UpstreamPauses, PausesDoNotProlongTheSilence) {
    ScriptedUpstream upstream([](BlockingSocket& peer) {
        peer.read_message();
        peer.send(kStreamHead + "1\r\na\r\n");
        peer.closes_within(3s);
    });
    UpstreamSettings settings;
    settings.idle_timeout = 200ms;
    RunningClient client(settings);
    Abort abort;
    std::atomic<int> pauses = 0;
    const auto use = [&](UpstreamCall& call) { return read_with_pauses(client.thread().core().clock(), call, pauses); };
    const std::string story = client.with_call(upstream.url(), abort, use);
    EXPECT_TRUE(story.starts_with("a.") && story.ends_with("failed")) << story;
    EXPECT_LE(pauses, 3);
}

boost::asio::awaitable<std::string> read_slowly(Clock& clock, UpstreamCall& call) {
    std::string all;
    for (;;) {
        const auto bytes = co_await call.read();
        if (!bytes) co_return bytes.error().detail;
        if (bytes->empty()) co_return all;
        all += *bytes;
        co_await clock.sleep_for(300ms);
    }
}

TEST(UpstreamPauses, ACallerThatReadsSlowlyIsNotTheUpstreamsSilence) {
    ScriptedUpstream upstream([](BlockingSocket& peer) {
        peer.read_message();
        peer.send(kStreamHead + "1\r\na\r\n");
        std::this_thread::sleep_for(20ms);
        peer.send("1\r\nb\r\n0\r\n\r\n");
        peer.closes_within(1s);
    });
    UpstreamSettings settings;
    settings.idle_timeout = 150ms;
    RunningClient client(settings);
    Abort abort;
    const auto use = [&](UpstreamCall& call) { return read_slowly(client.thread().core().clock(), call); };
    EXPECT_EQ(client.with_call(upstream.url(), abort, use), "ab");
}

}  // namespace
}  // namespace greeninfer::net
