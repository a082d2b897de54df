// The four timers of the client, pauses, and clients that leave while their upstream works.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

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
using testing::ScriptedUpstream;
using testing::soon;

const std::string kStreamHead = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

// A port whose queue of waiting connections is full, so that connecting hangs.
class FullBacklog {
public:
    FullBacklog() : listening_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address);
        auto* const generic = reinterpret_cast<sockaddr*>(&address);
        EXPECT_EQ(::bind(listening_, generic, size), 0);
        EXPECT_EQ(::listen(listening_, 0), 0);
        ::getsockname(listening_, generic, &size);
        port_ = ntohs(address.sin_port);
        for (int& one : waiting_) {
            one = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
            ::connect(one, generic, size);
        }
    }
    ~FullBacklog() {
        for (const int one : waiting_) ::close(one);
        ::close(listening_);
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

private:
    int listening_;
    std::uint16_t port_ = 0;
    int waiting_[3];
};

void expect_time_out(const Outcome& outcome, const char* setting, std::chrono::steady_clock::time_point start,
                     std::chrono::milliseconds limit) {
    ASSERT_TRUE(outcome.failed_with(Fault::upstream_timeout));
    EXPECT_TRUE(outcome.error->detail.contains(setting)) << outcome.error->detail;
    const auto took = std::chrono::steady_clock::now() - start;
    EXPECT_GE(took, limit);
    EXPECT_LT(took, limit + 1s);
}

TEST(UpstreamTimers, ConnectingIsBounded) {
    const FullBacklog upstream;
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

template <class Use>
boost::asio::awaitable<std::string> use_call(RunningClient& client, std::string url, Abort& abort, Use use) {
    const Origin origin = parse_origin(url).value();
    UpstreamRequest request;
    request.target = "/stream";
    auto call = co_await client.client().send(origin, request, abort);
    if (!call) co_return call.error().detail;
    co_return co_await use(client, **call);
}

// Asks for a stream and does with the call what a test wants, on the core.
template <class Use>
auto with_call(RunningClient& client, const std::string& url, Abort& abort, Use use) {
    return client.thread().await([&client, url, &abort, use]() { return use_call(client, url, abort, use); });
}

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

TEST(UpstreamTimers, APauseEndsTheWaitAndNotTheCall) {
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
    const auto use = [&](RunningClient& running, UpstreamCall& call) {
        return read_with_pauses(running.thread().core().clock(), call, pauses);
    };
    EXPECT_EQ(with_call(client, upstream.url(), abort, use), "a.b");
}

TEST(UpstreamTimers, PausesDoNotProlongTheSilence) {
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
    const auto use = [&](RunningClient& running, UpstreamCall& call) {
        return read_with_pauses(running.thread().core().clock(), call, pauses);
    };
    const std::string story = with_call(client, upstream.url(), abort, use);
    EXPECT_TRUE(story.starts_with("a.") && story.ends_with("failed")) << story;
    EXPECT_LE(pauses, 3);
}

boost::asio::awaitable<std::string> read_slowly(RunningClient& client, UpstreamCall& call) {
    std::string all;
    for (;;) {
        const auto bytes = co_await call.read();
        if (!bytes) co_return bytes.error().detail;
        if (bytes->empty()) co_return all;
        all += *bytes;
        co_await client.thread().core().clock().sleep_for(300ms);
    }
}

TEST(UpstreamTimers, ACallerThatReadsSlowlyIsNotTheUpstreamsSilence) {
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
    EXPECT_EQ(with_call(client, upstream.url(), abort, read_slowly), "ab");
}

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
TEST(UpstreamTimers, AnAbortClosesTheConnectionAtOnceInEveryPhase) {
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

TEST(UpstreamTimers, AnAbortEndsConnectingAndWaiting) {
    const FullBacklog upstream;
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
TEST(UpstreamTimers, AnAbortAfterTheAnswerDoesNotTouchTheNextRequestOnTheConnection) {
    ScriptedUpstream upstream(answers("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"));
    RunningClient client;
    Abort abort;
    const auto use = [&abort](RunningClient&, UpstreamCall& call) { return leave_after_reading(call, abort); };
    EXPECT_EQ(with_call(client, upstream.url(), abort, use), "ok");
    EXPECT_EQ(client.ask(upstream.url()).body, "ok");
    EXPECT_EQ(upstream.connections(), 1U) << "the pooled connection lives on";
}

}  // namespace
}  // namespace greeninfer::net
