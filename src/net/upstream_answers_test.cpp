// What the client makes of the answers that upstreams give, good and bad.
#include <gtest/gtest.h>
#include <zlib.h>

#include <string>

#include "testing/running_client.hpp"
#include "testing/scripted_upstream.hpp"

namespace greeninfer::net {
namespace {

using namespace std::chrono_literals;
using testing::answers;
using testing::answers_and_closes;
using testing::Asking;
using testing::BlockingSocket;
using testing::Outcome;
using testing::RunningClient;
using testing::ScriptedUpstream;

const std::string kOk = "HTTP/1.1 200 OK\r\n";

std::string gzipped(std::string plain) {
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string out(plain.size() + 1024, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(plain.data());
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(out.size() - stream.avail_out);
    deflateEnd(&stream);
    return out;
}

std::string with_length(const std::string& fields, const std::string& body) {
    return kOk + fields + "content-length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

TEST(UpstreamAnswers, OfEveryFramingAreRead) {
    const struct {
        const char* name;
        std::string bytes;
        unsigned status;
        const char* body;
    } rows[] = {
        {"a length", with_length("", "hello"), 200, "hello"},
        {"an empty body", kOk + "content-length: 0\r\n\r\n", 200, ""},
        {"chunks", kOk + "transfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nt: v\r\n\r\n", 200,
         "hello"},
        {"the end of the connection", kOk + "\r\nhello", 200, "hello"},
        {"an HTTP/1.0 answer", "HTTP/1.0 200 OK\r\n\r\nhello", 200, "hello"},
        {"no content", "HTTP/1.1 204 No Content\r\n\r\n", 204, ""},
        {"1xx before it",
         "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: a\r\n\r\n" + with_length("", "hello"), 200,
         "hello"},
        {"an error", "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 4\r\n\r\nbusy", 503, "busy"},
        {"an unknown status", "HTTP/1.1 529 Overloaded\r\ncontent-length: 4\r\n\r\nbusy", 529, "busy"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        ScriptedUpstream upstream(answers_and_closes(row.bytes));
        RunningClient client;
        const Outcome outcome = client.ask(upstream.url());
        EXPECT_FALSE(outcome.error) << outcome.error->detail;
        EXPECT_EQ(outcome.status, row.status);
        EXPECT_EQ(outcome.body, row.body);
    }
}

TEST(UpstreamAnswers, HeaderFieldsOfEarlierAnswersAreForgotten) {
    ScriptedUpstream upstream(answers_and_closes("HTTP/1.1 103 Early Hints\r\nlink: a\r\ncontent-length: 9\r\n\r\n" +
                                                 kOk + "x-kept: 1\r\n\r\nhello"));
    RunningClient client;
    const Outcome outcome = client.ask(upstream.url());
    ASSERT_EQ(outcome.fields.size(), 1U);
    EXPECT_EQ(outcome.fields[0].first, "x-kept");
    EXPECT_EQ(outcome.body, "hello");
}

TEST(UpstreamAnswers, TheRequestArrivesAsItWasGiven) {
    std::promise<testing::HttpText> received;
    ScriptedUpstream upstream([&](BlockingSocket& peer) {
        received.set_value(peer.read_message());
        peer.send(with_length("", ""));
    });
    RunningClient client;
    EXPECT_FALSE(client.ask(upstream.url() + "/base/", {.body = {"{\"a\":", "", "1", "}"}}).error);
    const testing::HttpText request = received.get_future().get();
    EXPECT_TRUE(request.head.starts_with("POST /base/v1/chat/completions HTTP/1.1\r\n")) << request.head;
    EXPECT_TRUE(request.has("host: 127.0.0.1:" + std::to_string(upstream.port()) + "\r\n"));
    EXPECT_TRUE(request.has("content-length: 7\r\n"));
    EXPECT_EQ(request.body, "{\"a\":1}");
}

// A cut answer is an error wherever it is cut, and never a hang or a shorter answer.
TEST(UpstreamAnswers, CutAtAnyByteAreErrors) {
    for (const std::string& whole :
         {with_length("", "hello"), kOk + "transfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"}) {
        std::vector<ScriptedUpstream::Script> scripts;
        for (std::size_t cut = 0; cut < whole.size(); ++cut)
            scripts.push_back(answers_and_closes(whole.substr(0, cut)));
        ScriptedUpstream upstream(scripts);
        RunningClient client;
        for (std::size_t cut = 0; cut < whole.size(); ++cut) {
            SCOPED_TRACE(cut);
            const Outcome outcome = client.ask(upstream.url());
            EXPECT_TRUE(outcome.failed_with(Fault::upstream_unreachable));
            EXPECT_TRUE(std::string("hello").starts_with(outcome.body));
        }
    }
}

TEST(UpstreamAnswers, SplitAtAnyByteAreTheSame) {
    const std::string whole = kOk + "transfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n";
    std::atomic<std::size_t> cut = 0;
    ScriptedUpstream upstream([&](BlockingSocket& peer) {
        while (peer.read_message().whole) {
            peer.send(std::string_view(whole).substr(0, cut));
            std::this_thread::sleep_for(1ms);
            peer.send(std::string_view(whole).substr(cut));
        }
    });
    RunningClient client;
    for (cut = 0; cut < whole.size(); ++cut) {
        SCOPED_TRACE(cut.load());
        const Outcome outcome = client.ask(upstream.url());
        EXPECT_FALSE(outcome.error);
        EXPECT_EQ(outcome.body, "hello");
    }
    EXPECT_EQ(upstream.connections(), 1U);
}

TEST(UpstreamAnswers, ThatAreNotHttpFail) {
    const struct {
        const char* name;
        std::string bytes;
    } rows[] = {
        {"garbage", "\x15\x03\x03 not http at all\r\n\r\n"},
        {"a huge head", kOk + "x: " + std::string(100'000, 'x') + "\r\n\r\n"},
        {"a head without end", kOk + "x: " + std::string(1'000'000, 'x')},
        {"both framings", kOk + "content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"},
        {"two lengths", kOk + "content-length: 5\r\ncontent-length: 6\r\n\r\nhello!"},
        {"a bad chunk size", kOk + "transfer-encoding: chunked\r\n\r\nxyz\r\n"},
        {"a chunk header without end", kOk + "transfer-encoding: chunked\r\n\r\n1;" + std::string(1'000'000, 'x')},
        {"trailers without end", kOk + "transfer-encoding: chunked\r\n\r\n0\r\nx: " + std::string(1'000'000, 'x')},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        ScriptedUpstream upstream(answers_and_closes(row.bytes));
        RunningClient client;
        const Outcome outcome = client.ask(upstream.url());
        ASSERT_TRUE(outcome.error);
        EXPECT_EQ(outcome.error->fault, Fault::upstream_failed) << outcome.error->detail;
    }
}

TEST(UpstreamAnswers, MayBeLargeBothWays) {
    ScriptedUpstream upstream([](BlockingSocket& peer) {
        while (true) {
            const testing::HttpText request = peer.read_message();
            if (!request.whole) return;
            peer.send(with_length("", request.body));
        }
    });
    RunningClient client;
    std::string half(4 * 1024 * 1024, 'a');
    for (std::size_t i = 0; i < half.size(); ++i) half[i] = static_cast<char>('a' + i * 31 % 26);
    for (int round = 0; round < 2; ++round) {
        const Outcome outcome = client.ask(upstream.url(), {.body = {half, "middle", half}});
        EXPECT_FALSE(outcome.error);
        EXPECT_TRUE(outcome.body == half + "middle" + half);
    }
    EXPECT_EQ(upstream.connections(), 1U);
}

// An upstream may refuse a large body without reading it.
TEST(UpstreamAnswers, GivenBeforeTheBodyWasReadAreSeen) {
    ScriptedUpstream upstream([](BlockingSocket& peer) {
        peer.read_some();
        peer.send("HTTP/1.1 413 Too Large\r\ncontent-length: 3\r\nconnection: close\r\n\r\nbig");
        peer.finish_sending();
        std::this_thread::sleep_for(20ms);
    });
    RunningClient client;
    const Outcome outcome = client.ask(upstream.url(), {.body = {std::string(8 * 1024 * 1024, 'x')}});
    EXPECT_EQ(outcome.status, 413U);
    EXPECT_EQ(outcome.body, "big");
}

// Trap: an upstream compresses although it was asked not to, and usage cannot be read.
TEST(UpstreamAnswers, ThatAreCompressedAreUnpacked) {
    std::string plain;
    for (int i = 0; i < 30'000; ++i) plain += "data: {\"n\":" + std::to_string(i) + "}\n\n";
    const std::string zipped = gzipped(plain);
    std::string chunked = kOk + "content-encoding: gzip\r\nx-kept: 1\r\ntransfer-encoding: chunked\r\n\r\n";
    for (std::size_t at = 0; at < zipped.size(); at += 1000) {
        const std::string piece = zipped.substr(at, 1000);
        char size[16];
        std::snprintf(size, sizeof(size), "%zx\r\n", piece.size());
        chunked += size + piece + "\r\n";
    }
    for (const std::string& bytes :
         {with_length("content-encoding: gzip\r\nx-kept: 1\r\n", zipped), chunked + "0\r\n\r\n",
          kOk + "x-kept: 1\r\nContent-Encoding: GZIP\r\n\r\n" + zipped}) {
        ScriptedUpstream upstream(answers_and_closes(bytes));
        RunningClient client;
        const Outcome outcome = client.ask(upstream.url());
        EXPECT_FALSE(outcome.error) << outcome.error->detail;
        EXPECT_TRUE(outcome.body == plain) << outcome.body.size();
        for (const auto& [name, value] : outcome.fields) {
            EXPECT_TRUE(name == "x-kept" || name == "transfer-encoding") << name;
        }
    }
}

TEST(UpstreamAnswers, ThatAreCompressedBadlyFail) {
    const std::string zipped = gzipped("hello hello hello");
    const std::string gzip = "content-encoding: gzip\r\n";
    const struct {
        const char* name;
        std::string bytes;
        const char* why;
    } rows[] = {
        {"not compressed", with_length(gzip, "hello"), "says it is compressed and is not"},
        {"cut in the packed text", with_length(gzip, zipped.substr(0, 20)), "breaks off"},
        {"a bomb", with_length(gzip, gzipped(std::string(16 * 1024 * 1024, 'a'))), "unpacks to too much"},
        {"brotli", with_length("content-encoding: br\r\n", "\x0b\x02\x80hello\x03"), "content-encoding"},
        {"packed twice", with_length("content-encoding: gzip, gzip\r\n", zipped), "content-encoding"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        ScriptedUpstream upstream(answers(row.bytes));
        RunningClient client;
        const Outcome outcome = client.ask(upstream.url());
        ASSERT_TRUE(outcome.failed_with(Fault::upstream_failed));
        EXPECT_TRUE(outcome.error->detail.contains(row.why)) << outcome.error->detail;
    }
}

TEST(UpstreamAnswers, WithoutABodyMayClaimACompression) {
    ScriptedUpstream upstream(answers(with_length("content-encoding: gzip\r\n", "")));
    RunningClient client;
    const Outcome outcome = client.ask(upstream.url());
    EXPECT_FALSE(outcome.error);
    EXPECT_EQ(outcome.body, "");
}

}  // namespace
}  // namespace greeninfer::net
