// Breaks the first, second, ... operation of an exchange until one exchange survives them all.
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "net/server_connection.hpp"
#include "testing/scripted_transport.hpp"
#include "testing/tiny_handler.hpp"

namespace greeninfer::net {
namespace {

using testing::ScriptedTransport;
using testing::TinyHandler;
using testing::Wire;

// Serves what the wire brings, on this thread, until nothing is left to do.
class OneConnection {
public:
    explicit OneConnection(Wire& wire)
        : siblings_(std::make_shared<ServerConnections>(core_, ServerSettings(), shared_, handler_, nullptr)) {
        shared_.connections = 1;
        core_.spawn(ServerConnection::run(
            std::make_shared<ServerConnection>(siblings_, std::make_unique<ScriptedTransport>(core_, wire), true)));
        while (core_.io().poll() > 0) {
        }
    }

    void expect_nothing_left() {
        EXPECT_TRUE(siblings_->alive.empty());
        EXPECT_EQ(shared_.connections, 0U);
        EXPECT_EQ(shared_.memory.held_bytes(), 0U);
        EXPECT_EQ(core_.metrics().connections_open.value(), 0);
        EXPECT_EQ(handler_.running, 0U);
    }
    TinyHandler& handler() { return handler_; }

private:
    SystemClock clock_;
    Core core_{clock_};
    ServerShared shared_{1024 * 1024};
    TinyHandler handler_;
    std::shared_ptr<ServerConnections> siblings_;
};

Wire three_requests() {
    Wire wire;
    wire.arriving = {"POST /echo HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 8\r\n\r\n",
                     "first",
                     "ly!",
                     "GET /stream HTTP/1.1\r\nho",
                     "st: a\r\n\r\nPOST /echo HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n",
                     "\r\n4\r\nlast\r\n0\r\n\r\n"};
    wire.takes_bytes = 100;
    return wire;
}

TEST(ServerFault, EveryOperationMayFailAndNothingIsLeft) {
    std::size_t fault = 1;
    for (;; ++fault) {
        SCOPED_TRACE(fault);
        Wire wire = three_requests();
        wire.fail_at = fault;
        OneConnection connection(wire);
        connection.expect_nothing_left();
        EXPECT_TRUE(wire.closed);
        if (wire.operations < fault) {
            EXPECT_EQ(connection.handler().handled, 3U);
            EXPECT_TRUE(wire.written.contains("firstly!"));
            EXPECT_TRUE(wire.written.ends_with("last"));
            break;
        }
        ASSERT_LT(fault, 200U);
    }
    EXPECT_GT(fault, 15U) << "so many places were visited";
}

TEST(ServerFault, ARefusalMayFailAnywhereToo) {
    for (std::size_t fault = 1;; ++fault) {
        SCOPED_TRACE(fault);
        Wire wire;
        wire.arriving = {"nonsense\r\n\r\n", "more of it"};
        wire.fail_at = fault;
        wire.takes_bytes = 10;
        OneConnection connection(wire);
        connection.expect_nothing_left();
        if (wire.operations < fault) {
            EXPECT_TRUE(wire.written.contains("malformed"));
            break;
        }
        ASSERT_LT(fault, 200U);
    }
}

TEST(ServerFault, TheAnswersAreTheSameHoweverTheBytesAreCut) {
    std::string all;
    const Wire whole = three_requests();
    for (const std::string& piece : whole.arriving) all += piece;
    all.erase(all.find("expect: 100-continue\r\n"), 22);  // Said or not, depending on how much has come.
    std::string expected;
    for (std::size_t first = 0; first < all.size(); ++first) {
        SCOPED_TRACE(first);
        const std::size_t second = first + (all.size() - first) / 2;
        Wire wire;
        for (const std::string& piece : {all.substr(0, first), all.substr(first, second - first), all.substr(second)}) {
            if (!piece.empty()) wire.arriving.push_back(piece);
        }
        OneConnection connection(wire);
        if (first == 0) expected = wire.written;
        EXPECT_EQ(wire.written, expected);
        EXPECT_EQ(connection.handler().handled, 3U);
    }
}

}  // namespace
}  // namespace greeninfer::net
