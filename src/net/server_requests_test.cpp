// What a server does with requests that are in order, over real sockets.
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "testing/running_server.hpp"

namespace greeninfer::net {
namespace {

using namespace std::chrono_literals;
using testing::BlockingSocket;
using testing::HttpText;
using testing::RunningServer;

const std::string kTwoRequests =
    "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\nfirst"
    "POST /echo HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n3\r\nsec\r\n3;x=y\r\nond\r\n0\r\nt: v\r\n\r\n";

TEST(ServerRequests, AreAnsweredOneAfterTheOtherOnOneConnection) {
    RunningServer server;
    BlockingSocket client = server.connect();
    for (const std::string body : {"one", "", "three"}) {
        client.send("POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: " + std::to_string(body.size()) + "\r\n\r\n" +
                    body);
        const HttpText answer = client.read_message();
        EXPECT_EQ(answer.status(), 200);
        EXPECT_EQ(answer.body, body);
        EXPECT_FALSE(answer.has("connection:"));
    }
    EXPECT_EQ(server.thread().core().metrics().connections_accepted.value(), 1U);
}

TEST(ServerRequests, ArePipelinedHoweverTheirBytesAreCut) {
    RunningServer server;
    for (std::size_t cut = 0; cut <= kTwoRequests.size(); ++cut) {
        SCOPED_TRACE(cut);
        BlockingSocket client = server.connect();
        client.send(std::string_view(kTwoRequests).substr(0, cut));
        if (cut % 8 == 3)
            std::this_thread::sleep_for(1ms);  // Now and then the server really sees the first part alone.
        client.send(std::string_view(kTwoRequests).substr(cut));
        EXPECT_EQ(client.read_message().body, "first");
        EXPECT_EQ(client.read_message().body, "second");
    }
}

TEST(ServerRequests, MayArriveByteByByte) {
    RunningServer server;
    BlockingSocket client = server.connect();
    for (const char byte : kTwoRequests) {
        client.send({&byte, 1});
        std::this_thread::sleep_for(100us);
    }
    EXPECT_EQ(client.read_message().body, "first");
    EXPECT_EQ(client.read_message().body, "second");
}

TEST(ServerRequests, MayBePipelinedBeyondTheBufferAndWaitTheirTurn) {
    RunningServer server;
    BlockingSocket client = server.connect();
    constexpr int kRequests = 500;
    std::string all;
    for (int i = 0; i < kRequests; ++i)
        all += "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\n\r\n" + std::to_string(1000 + i);
    client.send(all);
    for (int i = 0; i < kRequests; ++i) ASSERT_EQ(client.read_message().body, std::to_string(1000 + i));
}

TEST(ServerRequests, MayHaveLargeBodies) {
    RunningServer server;
    const std::string body(8 * 1024 * 1024, 'b');
    BlockingSocket client = server.connect();
    std::jthread sender([&] {
        client.send("POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: " + std::to_string(body.size()) + "\r\n\r\n");
        client.send(body);
    });
    const HttpText answer = client.read_message();
    EXPECT_TRUE(answer.whole);
    EXPECT_EQ(answer.body, body);
    EXPECT_TRUE(testing::soon([&] { return server.shared().memory.held_bytes() == 0; })) << "given back after it";
}

TEST(ServerRequests, OfHttp10AreClosedUnlessTheyAskToStay) {
    RunningServer server;
    BlockingSocket client = server.connect();
    client.send("POST /echo HTTP/1.0\r\nconnection: keep-alive\r\ncontent-length: 2\r\n\r\nab");
    const HttpText first = client.read_message();
    EXPECT_EQ(first.body, "ab");
    EXPECT_TRUE(first.has("connection: keep-alive\r\n"));
    client.send("POST /echo HTTP/1.0\r\ncontent-length: 2\r\n\r\ncd");
    const HttpText second = client.read_message();
    EXPECT_EQ(second.body, "cd");
    EXPECT_TRUE(second.has("connection: close\r\n"));
    EXPECT_TRUE(client.closes_within(1s));
}

TEST(ServerRequests, OfHttp10GetStreamsThatTheEndOfTheConnectionEnds) {
    RunningServer server;
    const HttpText answer = server.ask("POST /stream HTTP/1.0\r\nconnection: keep-alive\r\n\r\n");
    EXPECT_FALSE(answer.has("transfer-encoding"));
    EXPECT_TRUE(answer.has("connection: close\r\n"));
    EXPECT_EQ(answer.body, "data: 1\n\ndata: 2\n\ndata: 3\n\n");
}

TEST(ServerRequests, WithHeadGetNoBody) {
    RunningServer server;
    for (const std::string target : {"/echo", "/stream"}) {
        SCOPED_TRACE(target);
        BlockingSocket client = server.connect();
        client.send("HEAD " + target + " HTTP/1.1\r\nhost: a\r\n\r\n");
        EXPECT_EQ(client.read_message(false).status(), 200);
        client.send("POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\n\r\nnext");
        EXPECT_EQ(client.read_message().body, "next") << "nothing lies between the two answers";
    }
}

TEST(ServerRequests, ThatAskToCloseAreClosedAfterTheAnswer) {
    RunningServer server;
    BlockingSocket client = server.connect();
    // What the client still sends would reset the connection, and the answer with it, if it were closed at once.
    client.send("GET /echo HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n" + std::string(100'000, 'x'));
    EXPECT_EQ(client.read_message().status(), 200);
    EXPECT_TRUE(client.closes_within(2s));
    EXPECT_EQ(server.handler().handled, 1U);
}

TEST(ServerRequests, LeftUnansweredAreClosed) {
    RunningServer server;
    BlockingSocket client = server.connect();
    client.send("GET /silent HTTP/1.1\r\nhost: a\r\n\r\n");
    EXPECT_EQ(client.read_to_end(), "");
}

TEST(ServerRequests, ThatExpectContinueAreToldToGoOn) {
    RunningServer server;
    BlockingSocket client = server.connect();
    client.send("POST /echo HTTP/1.1\r\nhost: a\r\nexpect: 100-Continue\r\ncontent-length: 4\r\n\r\n");
    EXPECT_EQ(client.read_message().head, "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("body");
    EXPECT_EQ(client.read_message().body, "body");
    client.send("POST /echo HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 4\r\n\r\nbody");
    EXPECT_EQ(client.read_message().status(), 200) << "the body came without waiting: no need to say go on";
}

TEST(ServerRequests, KeepTrailersOutOfTheHeader) {
    class Remembering final : public RequestHandler {
    public:
        boost::asio::awaitable<void> handle(ServerExchange& exchange) override {
            seen = exchange.head().fields.find("authorization").has_value();
            co_await exchange.respond(200, {}, {});
        }
        boost::asio::awaitable<void> refuse(ServerExchange&, const Error&) override { co_return; }
        std::atomic<bool> seen{true};
    };
    Remembering handler;
    ServerShared shared(1024 * 1024);
    testing::CoreThread thread;
    std::unique_ptr<Server> server;
    const std::string address = thread.call([&] {
        server = std::make_unique<Server>(thread.core(), ServerSettings(), shared, handler, nullptr);
        return server->listen("127.0.0.1:0").value();
    });
    BlockingSocket client = BlockingSocket::connect(address);
    client.send("POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n0\r\nauthorization: Bearer x\r\n\r\n");
    EXPECT_EQ(client.read_message().status(), 200);
    EXPECT_FALSE(handler.seen);
    client.close();
    EXPECT_TRUE(testing::soon([&] { return shared.connections == 0; }));
    thread.call([&] { server.reset(); });
}

}  // namespace
}  // namespace greeninfer::net
