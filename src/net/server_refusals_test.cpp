// What a server refuses, with which fault, and that it then closes.
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "testing/running_server.hpp"

namespace greeninfer::net {
namespace {

using namespace std::chrono_literals;
using testing::BlockingSocket;
using testing::HttpText;
using testing::RunningServer;

std::string fault_line(Fault fault) {
    return "fault: " + std::to_string(std::to_underlying(fault)) + "\r\n";
}

void expect_refusal(RunningServer& server, std::string_view bytes, Fault fault) {
    const std::size_t handled = server.handler().handled;
    BlockingSocket client = server.connect();
    client.send(bytes);
    const HttpText answer = client.read_message();
    EXPECT_EQ(answer.status(), 400);
    EXPECT_TRUE(answer.has(fault_line(fault))) << answer.head << answer.body;
    EXPECT_TRUE(answer.has("connection: close\r\n"));
    EXPECT_FALSE(answer.body.empty()) << "a refusal says why";
    EXPECT_TRUE(client.closes_within(2s));
    EXPECT_EQ(server.handler().handled, handled) << "the handler saw it";
}

TEST(ServerRefusals, OfMalformedAndDoubtfulRequests) {
    RunningServer server;
    const std::string post = "POST /echo HTTP/1.1\r\nhost: a\r\n";
    const struct {
        const char* name;
        std::string bytes;
    } rows[] = {
        {"garbage", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello\r\n\r\n"},
        {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
        {"HTTP/0.9", "GET /\r\n\r\n"},
        {"no host", "GET / HTTP/1.1\r\n\r\n"},
        {"two hosts", "GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n"},
        {"length and chunks", post + "content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"},
        {"chunks and length", post + "transfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n0\r\n\r\n"},
        {"two lengths that differ", post + "content-length: 4\r\ncontent-length: 5\r\n\r\nabcde"},
        {"two lengths that agree", post + "content-length: 4\r\ncontent-length: 4\r\n\r\nabcd"},
        {"a list of lengths", post + "content-length: 4, 4\r\n\r\nabcd"},
        {"a negative length", post + "content-length: -1\r\n\r\n"},
        {"a length with a sign", post + "content-length: +4\r\n\r\nabcd"},
        {"a length in hex", post + "content-length: 0x4\r\n\r\nabcd"},
        {"a length beyond 64 bits", post + "content-length: 18446744073709551620\r\n\r\nabcd"},
        {"another encoding", post + "transfer-encoding: gzip\r\n\r\n"},
        {"chunked not last", post + "transfer-encoding: chunked, gzip\r\n\r\n0\r\n\r\n"},
        {"another encoding below", post + "transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n"},
        {"chunked twice", post + "transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"},
        {"identity first", post + "transfer-encoding: identity\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"},
        {"chunks in HTTP/1.0", "POST / HTTP/1.0\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"},
        {"space before the colon", post + "content-length : 4\r\n\r\nabcd"},
        {"a bare carriage return", post + "x: a\rcontent-length: 4\r\n\r\nabcd"},
        {"a zero byte", post + std::string("x: a\0b\r\n\r\n", 10)},
        {"a chunk size without digits", post + "transfer-encoding: chunked\r\n\r\n\r\nabc\r\n0\r\n\r\n"},
        {"a chunk size that is none", post + "transfer-encoding: chunked\r\n\r\nxyz\r\nabc\r\n0\r\n\r\n"},
        {"a chunk size beyond 64 bits",
         post + "transfer-encoding: chunked\r\n\r\n10000000000000003\r\nabc\r\n0\r\n\r\n"},
        {"a chunk longer than its size", post + "transfer-encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        expect_refusal(server, row.bytes, Fault::invalid_request);
    }
    EXPECT_EQ(server.thread().core().metrics().requests_unreadable.value(), std::size(rows));
}

TEST(ServerRefusals, OfWhatIsTooLarge) {
    ServerSettings settings;
    settings.max_header = 4096;
    settings.max_body = 1024;
    RunningServer server(settings);
    const std::string post = "POST /echo HTTP/1.1\r\nhost: a\r\n";
    const std::string kilobyte(1024, 'k');
    expect_refusal(server, post + "x: " + std::string(5000, 'x') + "\r\n\r\n", Fault::header_too_large);
    expect_refusal(server, post + "x: " + std::string(50'000, 'x'), Fault::header_too_large);
    expect_refusal(server, "GET /" + std::string(50'000, 'x'), Fault::header_too_large);
    expect_refusal(server, post + "content-length: 1025\r\n\r\n", Fault::body_too_large);
    expect_refusal(server, post + "content-length: 9999999999999\r\n\r\n", Fault::body_too_large);
    expect_refusal(server, post + "expect: 100-continue\r\ncontent-length: 1025\r\n\r\n", Fault::body_too_large);
    expect_refusal(server, post + "transfer-encoding: chunked\r\n\r\nfffffff\r\n", Fault::body_too_large);
    expect_refusal(server, post + "transfer-encoding: chunked\r\n\r\n400\r\n" + kilobyte + "\r\n1\r\nx\r\n0\r\n\r\n",
                   Fault::body_too_large);
    EXPECT_EQ(server.ask(post + "content-length: 1024\r\n\r\n" + kilobyte).body, kilobyte)
        << "the limit itself is allowed";
}

TEST(ServerRefusals, OfChunkFramingWithoutEnd) {
    RunningServer server;
    const std::string post = "POST /echo HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n";
    expect_refusal(server, post + "1;" + std::string(200'000, 'x'), Fault::invalid_request);
    expect_refusal(server, post + "0\r\nx: " + std::string(200'000, 'x'), Fault::invalid_request);
}

TEST(ServerRefusals, OfUnknownExpectations) {
    RunningServer server;
    expect_refusal(server, "POST / HTTP/1.1\r\nhost: a\r\nexpect: tea\r\ncontent-length: 4\r\n\r\nabcd",
                   Fault::expectation_failed);
    EXPECT_EQ(server.ask("POST /echo HTTP/1.0\r\nexpect: tea\r\ncontent-length: 4\r\n\r\nabcd").body, "abcd")
        << "HTTP/1.0 knows no expectations";
}

TEST(ServerRefusals, OfBodiesBeyondTheMemoryCeiling) {
    ServerSettings settings;
    settings.memory_ceiling = 10'000;
    RunningServer server(settings);
    BlockingSocket holding = server.connect();
    holding.send("POST /gated HTTP/1.1\r\nhost: a\r\ncontent-length: 8000\r\n\r\n" + std::string(8000, 'h'));
    ASSERT_TRUE(testing::soon([&] { return server.handler().running == 1; }));
    const std::string post = "POST /echo HTTP/1.1\r\nhost: a\r\n";
    expect_refusal(server, post + "content-length: 4000\r\n\r\n", Fault::memory_ceiling);
    expect_refusal(server,
                   post + "transfer-encoding: chunked\r\n\r\n1000\r\n" + std::string(4096, 'c') + "\r\n0\r\n\r\n",
                   Fault::memory_ceiling);
    EXPECT_EQ(server.ask(post + "content-length: 1000\r\n\r\n" + std::string(1000, 's')).status(), 200);
    server.thread().call([&] { server.handler().open_gate(); });
    EXPECT_EQ(holding.read_message().body.size(), 8000U);
}

TEST(ServerRefusals, AreNotShapedByTheRequestBefore) {
    RunningServer server;
    BlockingSocket client = server.connect();
    client.send("HEAD /echo HTTP/1.1\r\nhost: a\r\n\r\nnonsense\r\n\r\n");
    EXPECT_EQ(client.read_message(false).status(), 200);
    EXPECT_FALSE(client.read_message().body.empty()) << "a refusal after a HEAD request has a body all the same";
}

TEST(ServerRefusals, OfSlowClients) {
    ServerSettings settings;
    settings.header_timeout = 150ms;
    settings.body_timeout = 150ms;
    RunningServer server(settings);
    const std::string head = "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\n\r\n";
    expect_refusal(server, head.substr(0, 20), Fault::client_too_slow);
    expect_refusal(server, head + "abc", Fault::client_too_slow);

    // A drop now and then does not help: the time is for the whole.
    BlockingSocket dripping = server.connect();
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < 30 && !dripping.closes_within(0ms); ++i) {
        dripping.send(head.substr(i, 1));
        std::this_thread::sleep_for(10ms);
    }
    EXPECT_TRUE(dripping.closes_within(2s));
    EXPECT_LT(std::chrono::steady_clock::now() - start, 2s);
}

}  // namespace
}  // namespace greeninfer::net
