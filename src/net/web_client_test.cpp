#include "net/web_client.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include "testing/core_thread.hpp"
#include "testing/running_server.hpp"
#include "testing/scripted_upstream.hpp"
#include "testing/tls_peer.hpp"

namespace greeninfer::net {
namespace {

using namespace std::chrono_literals;
using testing::answers_and_closes;
using testing::BlockingSocket;
using testing::ScriptedUpstream;
using testing::TestCertificate;
using testing::TlsPeer;

std::string answer(const std::string& head, const std::string& body) {
    return "HTTP/1.1 " + head + "\r\ncontent-length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

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

class WebClientTest : public ::testing::Test {
protected:
    WebClientTest() { start(nullptr); }
    void TearDown() override {
        thread_.await([this] { return end(); });
        thread_.call([this] { client_.reset(); });
        EXPECT_TRUE(testing::soon([this] { return thread_.core().metrics().upstream_open.value() == 0; }));
    }
    void start(TlsContext tls) {
        thread_.call([&] { client_ = std::make_unique<WebClient>(thread_.core(), std::move(tls)); });
    }
    boost::asio::awaitable<bool> end() {
        client_->stop();
        co_await client_->finished();
        co_return true;
    }
    boost::asio::awaitable<void> deliver(std::string url, std::promise<Result<WebAnswer>>& got) {
        got.set_value(co_await client_->get({.url = std::move(url)}));
    }
    Result<WebAnswer> get(WebRequest request) {
        return thread_.await([&] { return client_->get(request); });
    }

    testing::CoreThread thread_;
    std::unique_ptr<WebClient> client_;
};

TEST_F(WebClientTest, SendsPathQueryAndFieldsAndGivesTheAnswer) {
    std::string head;
    ScriptedUpstream server([&](BlockingSocket& socket) {
        head = socket.read_message(false).head;
        socket.send(answer("200 OK", "{\"a\":1}"));
    });
    const auto got = get({.url = server.url() + "/v3/latest?zone=FR&x=%5B", .fields = {{"auth-token", "secret"}}});
    ASSERT_TRUE(got.has_value());
    EXPECT_EQ(got->status, 200u);
    EXPECT_EQ(got->body, "{\"a\":1}");
    EXPECT_TRUE(head.starts_with("GET /v3/latest?zone=FR&x=%5B HTTP/1.1\r\n")) << head;
    EXPECT_TRUE(head.contains("auth-token: secret\r\n")) << head;
}

TEST_F(WebClientTest, AnAddressWithoutAPathAsksForTheRoot) {
    std::string line;
    ScriptedUpstream server([&](BlockingSocket& socket) {
        const std::string head = socket.read_message(false).head;
        line = head.substr(0, head.find('\r'));
        socket.send(answer("200 OK", ""));
        socket.close();
    });
    for (const auto& [end, expected] : {std::pair("", "GET / HTTP/1.1"), {"?a=b", "GET /?a=b HTTP/1.1"}}) {
        ASSERT_TRUE(get({.url = server.url() + end}).has_value());
        EXPECT_EQ(line, expected);
    }
}

TEST_F(WebClientTest, EveryStatusIsAnAnswerAndRedirectsAreNotFollowed) {
    struct Row {
        std::string head;
        unsigned status;
        std::optional<std::chrono::seconds> retry_after;
    };
    for (const Row& row :
         {Row{"401 Unauthorized", 401, {}}, Row{"429 Too Many Requests\r\nretry-after: 120", 429, 120s},
          Row{"429 Too Many Requests\r\nretry-after: soon", 429, {}},
          Row{"503 Busy\r\nretry-after: 99999999999999999999", 503, {}},
          Row{"302 Found\r\nlocation: http://127.0.0.1:1/elsewhere", 302, {}}}) {
        SCOPED_TRACE(row.head);
        ScriptedUpstream server(answers_and_closes(answer(row.head, "x")));
        const auto got = get({.url = server.url() + "/a"});
        ASSERT_TRUE(got.has_value());
        EXPECT_EQ(got->status, row.status);
        EXPECT_EQ(got->retry_after, row.retry_after);
        EXPECT_EQ(server.connections(), 1u);
    }
}

TEST_F(WebClientTest, UnpacksWhatIsPackedAlthoughNotAskedTo) {
    ScriptedUpstream server(answers_and_closes(answer("200 OK\r\ncontent-encoding: gzip", gzipped("{\"data\":{}}"))));
    EXPECT_EQ(get({.url = server.url() + "/a"}).value().body, "{\"data\":{}}");
}

TEST_F(WebClientTest, WhatIsNoWholeAnswerInTimeIsATimeout) {
    const struct {
        const char* name;
        std::string begun;
    } rows[] = {{"silence", ""}, {"half a body", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf"}};
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        ScriptedUpstream server([&](BlockingSocket& socket) {
            socket.read_message(false);
            socket.send(row.begun);
            socket.read_to_end();  // until the client gives up
        });
        const auto got = get({.url = server.url() + "/a", .timeout = 50ms});
        ASSERT_FALSE(got.has_value());
        EXPECT_EQ(got.error().fault, Fault::upstream_timeout);
    }
}

TEST_F(WebClientTest, TooLargeABodyIsRefused) {
    ScriptedUpstream server(answers_and_closes(answer("200 OK", std::string(2000, 'x'))));
    EXPECT_EQ(get({.url = server.url() + "/a", .max_body_bytes = 2000}).value().body.size(), 2000u);
    EXPECT_EQ(get({.url = server.url() + "/a", .max_body_bytes = 1999}).error().fault, Fault::upstream_failed);
}

TEST_F(WebClientTest, WhereNobodyAnswersItSaysSoWithoutTheAddress) {
    for (const std::string& url : {std::string("http://127.0.0.1:1/a?api_key=secret"), std::string("ftp://x/secret"),
                                   std::string("secret"), std::string()}) {
        SCOPED_TRACE(url);
        const auto got = get({.url = url});
        ASSERT_FALSE(got.has_value());
        EXPECT_FALSE(got.error().detail.contains("secret")) << got.error().detail;
    }
}

TEST_F(WebClientTest, TrustsOnlyCertificatesThatItShould) {
    const TestCertificate certificate("IP:127.0.0.1");
    const auto secure = [&](BlockingSocket& socket) {
        TlsPeer peer = TlsPeer::as_server(socket, certificate);
        if (!peer.secure()) return;
        peer.read_until("\r\n\r\n");
        peer.send(answer("200 OK", "ok"));
        peer.end();
    };
    for (const bool trusted : {true, false}) {
        ScriptedUpstream server(secure);
        const auto tls = make_upstream_tls(trusted ? certificate.certificate_file() : "").value();
        thread_.call([&] { client_->apply(tls); });
        const auto got = get({.url = "https://127.0.0.1:" + std::to_string(server.port()) + "/a"});
        EXPECT_EQ(got.has_value(), trusted);
    }
}

TEST_F(WebClientTest, StoppingCutsOffWhatIsOnItsWay) {
    std::promise<void> asked;
    ScriptedUpstream server([&](BlockingSocket& socket) {
        socket.read_message(false);
        asked.set_value();
        socket.read_to_end();
    });
    std::promise<Result<WebAnswer>> got;
    thread_.core().post([&] { thread_.core().spawn(deliver(server.url() + "/a", got)); });
    asked.get_future().wait();
    thread_.await([this] { return end(); });
    EXPECT_EQ(got.get_future().get().error().fault, Fault::upstream_unreachable);
    EXPECT_EQ(get({.url = server.url() + "/a"}).error().fault, Fault::upstream_unreachable);
}

}  // namespace
}  // namespace greeninfer::net
