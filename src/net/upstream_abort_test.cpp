// Clients that leave: their upstream's work ends at once, and nobody else's.
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
using testing::RunningClient;
using testing::ScriptedUpstream;
using testing::soon;

const std::string kStreamHead = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

// Has an upstream say something, aborts, and waits until the upstream sees the connection close.
void abort_after(const std::string& said) {
    std::promise<void> closed;
    std::atomic<bool> waiting = false;
    ScriptedUpstream upstream([&](BlockingSocket& peer) {
        peer.read_message();
        peer.send(said);
        waiting = true;
        peer.closes_within(3s);
        closed.set_value();
    });
    RunningClient client;
    Abort abort;
    auto outcome = client.start(upstream.url(), {.abort = &abort});
    ASSERT_TRUE(soon([&] { return waiting.load(); }));
    std::this_thread::sleep_for(5ms);
    client.thread().call([&] { abort.request(); });
    EXPECT_TRUE(outcome.get().failed_with(Fault::client_gone));
    closed.get_future().wait();
}

// Traps: a client's leaving must end the upstream's work at once, streaming or not.
TEST(UpstreamAbort, AnAbortClosesTheConnectionAtOnceInEveryPhase) {
    const struct {
        const char* phase;
        std::string said;
    } rows[] = {
        {"before the header", ""},
        {"in the header", "HTTP/1.1 200 OK\r\nx: "},
        {"before the first byte", kStreamHead},
        {"in the body", kStreamHead + "1\r\na\r\n"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.phase);
        EXPECT_TRUE(testing::once_within(100ms, [&] { abort_after(row.said); }));
    }
}

TEST(UpstreamAbort, AnAbortEndsConnectingAndWaiting) {
    const testing::FullBacklog upstream;
    UpstreamSettings settings;
    settings.max_connections = 1;
    settings.connect_timeout = 60s;
    RunningClient client(settings);
    Abort connecting;
    Abort waiting;
    Abort before;
    auto first = client.start(upstream.url(), {.abort = &connecting});
    auto second = client.start(upstream.url(), {.abort = &waiting});
    std::this_thread::sleep_for(10ms);
    client.thread().call([&] { waiting.request(); });
    EXPECT_TRUE(second.get().failed_with(Fault::client_gone));
    client.thread().call([&] { connecting.request(); });
    EXPECT_TRUE(first.get().failed_with(Fault::client_gone));
    client.thread().call([&] { before.request(); });
    EXPECT_TRUE(client.ask(upstream.url(), {.abort = &before}).failed_with(Fault::client_gone));
}

boost::asio::awaitable<std::string> leave_after_reading(UpstreamCall& call, Abort& abort) {
    std::string all;
    for (auto bytes = co_await call.read(); bytes && !bytes->empty(); bytes = co_await call.read()) all += *bytes;
    abort.request();  // The client left while the answer was still on its way to it.
    co_return all;
}

// Trap: a connection that went back to the pool is closed by the request that used it before.
TEST(UpstreamAbort, AnAbortAfterTheAnswerDoesNotTouchTheNextRequestOnTheConnection) {
    ScriptedUpstream upstream(answers("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"));
    RunningClient client;
    Abort abort;
    const auto use = [&abort](UpstreamCall& call) { return leave_after_reading(call, abort); };
    EXPECT_EQ(client.with_call(upstream.url(), abort, use), "ok");
    EXPECT_EQ(client.ask(upstream.url()).body, "ok");
    EXPECT_EQ(upstream.connections(), 1U) << "the pooled connection lives on";
}

}  // namespace
}  // namespace greeninfer::net
