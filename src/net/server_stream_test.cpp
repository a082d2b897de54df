// Clients that leave, read slowly or not at all, and streams that end half-written.
#include <gtest/gtest.h>

#include <string>

#include "testing/running_server.hpp"

namespace greeninfer::net {
namespace {

using namespace std::chrono_literals;
using testing::BlockingSocket;
using testing::HttpText;
using testing::RunningServer;
using testing::soon;

std::string get(const std::string& target) {
    return "GET " + target + " HTTP/1.1\r\nhost: a\r\n\r\n";
}

TEST(ServerStream, ArrivesWholeAndTheConnectionGoesOn) {
    RunningServer server;
    BlockingSocket client = server.connect();
    for (int round = 0; round < 2; ++round) {
        client.send(get("/stream"));
        const HttpText answer = client.read_message();
        EXPECT_TRUE(answer.whole);
        EXPECT_TRUE(answer.has("content-type: text/event-stream\r\n"));
        EXPECT_EQ(answer.body, "data: 1\n\ndata: 2\n\ndata: 3\n\n");
    }
}

TEST(ServerStream, ThatBreaksIsSeenToBeBroken) {
    RunningServer server;
    BlockingSocket client = server.connect();
    client.send(get("/broken"));
    const HttpText answer = client.read_message();
    EXPECT_EQ(answer.status(), 200);
    EXPECT_FALSE(answer.whole) << "no last chunk";
    EXPECT_EQ(answer.body, "data: 1\n\ndata: 2\n\ndata: 3\n\n");
}

enum class Leaving { end, reset, half };

// Asks for the target, leaves, and waits until the handler knows.
void leave(RunningServer& server, const std::string& target, Leaving how) {
    const std::size_t aborted = server.handler().aborted;
    BlockingSocket client = server.connect();
    client.send(get(target));
    ASSERT_TRUE(soon([&] { return server.handler().running == 1; }));
    if (target == "/begun") EXPECT_TRUE(client.read_some().has_value());
    if (how == Leaving::end) client.close();
    if (how == Leaving::reset) client.reset();
    if (how == Leaving::half) client.finish_sending();
    ASSERT_TRUE(soon([&] { return server.handler().aborted > aborted; }));
    ASSERT_TRUE(soon([&] { return server.connections() == 0; }));
}

// Trap: a client that leaves before the first token is noticed only when somebody writes to it.
TEST(ServerStream, AClientThatLeavesIsNoticedInEveryPhase) {
    RunningServer server;
    for (const std::string target : {"/wait", "/begun", "/flood"}) {
        for (const Leaving how : {Leaving::end, Leaving::reset, Leaving::half}) {
            SCOPED_TRACE(target + " " + std::to_string(static_cast<int>(how)));
            EXPECT_TRUE(testing::once_within(100ms, [&] { leave(server, target, how); }));
        }
    }
    EXPECT_EQ(server.thread().core().metrics().clients_gone.value(), server.handler().handled.load());
}

TEST(ServerStream, AClientThatLeavesInTheMiddleOfARequestIsForgotten) {
    RunningServer server;
    const std::string request = "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\n\r\nabc";
    for (std::size_t sent = 0; sent <= request.size(); sent += 5) {
        BlockingSocket client = server.connect();
        client.send(std::string_view(request).substr(0, sent));
    }
    EXPECT_TRUE(soon([&] { return server.connections() == 0; }));
    EXPECT_EQ(server.handler().handled, 0U);
    EXPECT_EQ(server.handler().refused, 0U);
}

TEST(ServerStream, WaitsForAClientThatDoesNotRead) {
    RunningServer server;
    BlockingSocket client = server.connect();
    client.send(get("/flood"));
    ASSERT_TRUE(soon([&] { return server.handler().flooded_bytes > 0; }));
    std::size_t before = 0;
    ASSERT_TRUE(soon([&] {  // until it stands still
        std::this_thread::sleep_for(20ms);
        return std::exchange(before, server.handler().flooded_bytes.load()) == server.handler().flooded_bytes;
    }));
    EXPECT_LT(before, 32U * 1024 * 1024) << "the system's buffers, and nothing of ours";
    EXPECT_EQ(server.handler().running, 1U);
    std::size_t read = 0;
    while (read < before + 1024 * 1024) {
        const auto bytes = client.read_some();
        ASSERT_TRUE(bytes && !bytes->empty());
        read += bytes->size();
    }
    EXPECT_TRUE(soon([&] { return server.handler().flooded_bytes > before; })) << "it goes on when the client does";
}

TEST(ServerStream, DropsAClientThatTakesNothingForTooLong) {
    ServerSettings settings;
    settings.write_timeout = 60ms;
    RunningServer server(settings);
    BlockingSocket client = server.connect();
    client.send(get("/flood"));
    EXPECT_TRUE(soon([&] { return server.handler().aborted == 1; }, 3s));
    EXPECT_TRUE(soon([&] { return server.connections() == 0; }));
}

TEST(ServerStream, KeepsAClientThatTakesALittleNowAndThen) {
    ServerSettings settings;
    settings.write_timeout = 400ms;
    RunningServer server(settings);
    BlockingSocket client = server.connect();
    client.send(get("/flood"));
    const auto end = std::chrono::steady_clock::now() + 900ms;
    while (std::chrono::steady_clock::now() < end) {
        for (std::size_t read = 0; read < 512 * 1024;) {
            const auto bytes = client.read_some();
            ASSERT_TRUE(bytes && !bytes->empty());
            read += bytes->size();
        }
        std::this_thread::sleep_for(30ms);
    }
    EXPECT_EQ(server.handler().aborted, 0U);
}

}  // namespace
}  // namespace greeninfer::net
