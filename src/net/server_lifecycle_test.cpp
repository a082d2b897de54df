// Where a server listens, how many it takes, and how it ends.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "net/listen_address.hpp"
#include "testing/running_server.hpp"

namespace greeninfer::net {
namespace {

using namespace std::chrono_literals;
using testing::BlockingSocket;
using testing::HttpText;
using testing::RunningServer;
using testing::soon;

const std::string kGet = "GET /echo HTTP/1.1\r\nhost: a\r\n\r\n";

std::string socket_path(const std::string& name) {
    return ::testing::TempDir() + "greeninfer-" + std::to_string(::getpid()) + "-" + name;
}

TEST(ServerLifecycle, ListensOnIPv4IPv6AndAUnixSocket) {
    const std::string path = socket_path("listen");
    for (const std::string& address : {std::string("127.0.0.1:0"), std::string("[::1]:0"), "unix:" + path}) {
        SCOPED_TRACE(address);
        RunningServer server({}, nullptr, address);
        EXPECT_FALSE(server.address().ends_with(":0"));
        EXPECT_EQ(server.ask(kGet).status(), 200);
    }
    EXPECT_FALSE(std::filesystem::exists(path)) << "the socket file goes with the server";
}

TEST(ServerLifecycle, ReplacesASocketFileThatNobodyListensOn) {
    const std::string path = socket_path("stale");
    {
        const int left_over = ::socket(AF_UNIX, SOCK_STREAM, 0);
        const auto address = parse_listen_address("unix:" + path).value();
        ASSERT_EQ(::bind(left_over, address.endpoint.data(), static_cast<socklen_t>(address.endpoint.size())), 0);
        ::close(left_over);
    }
    RunningServer server({}, nullptr, "unix:" + path);
    EXPECT_EQ(server.ask(kGet).status(), 200);
    EXPECT_THROW(RunningServer({}, nullptr, "unix:" + path), std::runtime_error) << "somebody listens there";
    EXPECT_EQ(server.ask(kGet).status(), 200) << "and goes on";
}

TEST(ServerLifecycle, NeverReplacesAFileThatIsNoSocket) {
    const std::string path = socket_path("precious");
    std::ofstream(path) << "do not delete";
    EXPECT_THROW(RunningServer({}, nullptr, "unix:" + path), std::runtime_error);
    EXPECT_TRUE(std::filesystem::exists(path));
    std::filesystem::remove(path);
}

TEST(ServerLifecycle, SaysWhyItCannotListen) {
    RunningServer server;
    testing::CoreThread thread;
    ServerShared shared(1024);
    testing::TinyHandler handler;
    std::unique_ptr<Server> second;
    const auto listen = [&](const std::string& address) {
        return thread.call([&] {
            second = std::make_unique<Server>(thread.core(), ServerSettings(), shared, handler, nullptr);
            return second->listen(address);
        });
    };
    const auto impossible = listen("192.0.2.1:80");
    EXPECT_FALSE(impossible);
    EXPECT_EQ(impossible.error().field, "server.listen");
    const auto nonsense = listen("nowhere");
    EXPECT_FALSE(nonsense);
    thread.call([&] { second.reset(); });
}

TEST(ServerLifecycle, SeveralCoresShareOneAddress) {
    for (const std::string& address : {std::string("127.0.0.1:0"), "unix:" + socket_path("shared")}) {
        SCOPED_TRACE(address);
        RunningServer first({}, nullptr, address);
        testing::CoreThread thread;
        std::unique_ptr<Server> second;
        const auto joined = thread.call([&] {
            second =
                std::make_unique<Server>(thread.core(), ServerSettings(), first.shared(), first.handler(), nullptr);
            return second->listen(first.address(), first.server());
        });
        ASSERT_TRUE(joined) << joined.error().detail;
        EXPECT_EQ(*joined, first.address());
        for (int i = 0; i < 50; ++i) EXPECT_EQ(first.ask(kGet).status(), 200);
        // Whoever of them wakes first takes a connection; on a busy machine that may be the same one for a while.
        EXPECT_TRUE(soon([&] {
            return first.ask(kGet).status() == 200 && thread.core().metrics().connections_accepted.value() > 0;
        }));
        EXPECT_TRUE(soon([&] { return first.shared().connections == 0; }));
        thread.call([&] { second.reset(); });
    }
}

TEST(ServerLifecycle, TurnsAwayConnectionsBeyondTheLimit) {
    ServerSettings settings;
    settings.max_connections = 2;
    RunningServer server(settings);
    {
        BlockingSocket first = server.connect();
        BlockingSocket second = server.connect();
        ASSERT_TRUE(soon([&] { return server.shared().connections == 2; }));
        const HttpText refusal = server.ask(kGet);
        EXPECT_TRUE(refusal.has("fault: " + std::to_string(static_cast<int>(Fault::too_many_requests))));
        EXPECT_TRUE(refusal.body.contains("server.max_connections"));
        first.send(kGet);
        EXPECT_EQ(first.read_message().status(), 200) << "those inside are not disturbed";
    }
    EXPECT_TRUE(soon([&] { return server.shared().connections == 0; }));
    EXPECT_EQ(server.ask(kGet).status(), 200);
    EXPECT_EQ(server.thread().core().metrics().connections_refused.value(), 1U);
}

TEST(ServerLifecycle, ClosesIdleConnectionsAfterTheirTime) {
    ServerSettings settings;
    settings.keep_alive_timeout = 40ms;
    settings.header_timeout = 2s;
    RunningServer server(settings);
    BlockingSocket client = server.connect();
    std::this_thread::sleep_for(80ms);  // The first request has the header's time.
    client.send(kGet);
    EXPECT_EQ(client.read_message().status(), 200);
    const auto start = std::chrono::steady_clock::now();
    EXPECT_TRUE(client.closes_within(1s));
    EXPECT_GE(std::chrono::steady_clock::now() - start, 30ms);
}

TEST(ServerLifecycle, ClosesAConnectionThatNeverSpeaks) {
    ServerSettings settings;
    settings.header_timeout = 40ms;
    RunningServer server(settings);
    BlockingSocket client = server.connect();
    EXPECT_EQ(client.read_to_end(), "");
}

TEST(ServerLifecycle, DrainingTakesNobodyNewAndClosesWithTheAnswer) {
    RunningServer server;
    BlockingSocket idle = server.connect();
    BlockingSocket asking = server.connect();
    for (BlockingSocket* client : {&idle, &asking}) {
        client->send(kGet);
        EXPECT_FALSE(client->read_message().has("connection:"));
    }
    BlockingSocket busy = server.connect();
    busy.send("GET /gated HTTP/1.1\r\nhost: a\r\n\r\n");
    ASSERT_TRUE(soon([&] { return server.handler().handled == 3 && server.handler().running == 1; }));

    server.drain();
    EXPECT_THROW(server.connect(), std::runtime_error) << "nobody new";
    asking.send(kGet);
    const HttpText last = asking.read_message();
    EXPECT_TRUE(last.has("connection: close\r\n")) << last.head << "it may still ask whether the server is ready";
    EXPECT_TRUE(asking.closes_within(1s));
    server.thread().call([&] { server.server()->close_idle(); });
    EXPECT_TRUE(idle.closes_within(1s));
    EXPECT_EQ(server.handler().running, 1U);
    server.thread().call([&] { server.handler().open_gate(); });
    EXPECT_TRUE(busy.read_message().has("connection: close\r\n"));
    EXPECT_TRUE(busy.closes_within(1s));
    asking.close();
    busy.close();
    EXPECT_TRUE(soon([&] { return server.connections() == 0; }));
}

TEST(ServerLifecycle, ClosingTheIdleLeavesThoseWhoseRequestHasBegun) {
    RunningServer server;
    BlockingSocket half = server.connect();
    half.send(kGet + kGet.substr(0, 10));  // in one piece, so that the beginning of the second is there
    EXPECT_EQ(half.read_message().status(), 200);
    ASSERT_EQ(server.connections(), 1U);
    server.thread().call([&] { server.server()->close_idle(); });
    half.send(kGet.substr(10));
    EXPECT_EQ(half.read_message().status(), 200);
}

TEST(ServerLifecycle, KillEndsWhatIsLeft) {
    RunningServer server;
    BlockingSocket waiting = server.connect();
    waiting.send("GET /wait HTTP/1.1\r\nhost: a\r\n\r\n");
    BlockingSocket flooded = server.connect();
    flooded.send("GET /flood HTTP/1.1\r\nhost: a\r\n\r\n");
    ASSERT_TRUE(soon([&] { return server.handler().running == 2; }));
    server.kill();
    EXPECT_TRUE(soon([&] { return server.connections() == 0; }));
    EXPECT_EQ(server.handler().aborted, 2U);
}

TEST(ServerLifecycle, NewSettingsHoldForConnectionsFromThenOn) {
    RunningServer server;
    BlockingSocket before = server.connect();
    before.send(kGet);
    EXPECT_EQ(before.read_message().status(), 200);
    ServerSettings smaller;
    smaller.max_body = 2;
    server.thread().call([&] { server.server()->apply(smaller); });
    const std::string post = "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\n\r\nabcd";
    before.send(post);
    EXPECT_EQ(before.read_message().body, "abcd");
    EXPECT_TRUE(server.ask(post).has("fault: " + std::to_string(static_cast<int>(Fault::body_too_large))));
}

}  // namespace
}  // namespace greeninfer::net
