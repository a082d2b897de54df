// Breaks the first, second, ... operation of an upstream exchange until one survives them all.
#include <gtest/gtest.h>

#include "testing/scripted_exchange.hpp"

namespace greeninfer::net {
namespace {

using testing::cut_up;
using testing::exchange_over;
using testing::ScriptedOutcome;
using testing::Wire;

const std::string kAnswer =
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ntransfer-encoding: "
    "chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n";

TEST(UpstreamFault, EveryOperationMayFailAndNothingIsLeft) {
    for (std::size_t fault = 1;; ++fault) {
        SCOPED_TRACE(fault);
        Wire wire;
        wire.arriving = cut_up(kAnswer, "\x08");
        wire.takes_bytes = 30;
        wire.fail_at = fault;
        const ScriptedOutcome outcome = exchange_over(wire);
        EXPECT_TRUE(outcome.finished);
        EXPECT_EQ(outcome.connections_left, 0);
        EXPECT_TRUE(wire.closed);
        if (wire.operations < fault) {
            EXPECT_FALSE(outcome.error);
            EXPECT_GT(fault, 10U) << "so many places were visited";
            break;
        }
        // A failed write alone does no harm here: this upstream answers all the same.
        if (outcome.error) EXPECT_EQ(outcome.error->fault, Fault::upstream_unreachable) << outcome.error->detail;
        if (!outcome.error) EXPECT_EQ(outcome.body, "hello");
        ASSERT_LT(fault, 200U);
    }
}

TEST(UpstreamFault, TheAnswerIsTheSameHoweverItsBytesAreCut) {
    for (std::size_t first = 1; first < kAnswer.size(); ++first) {
        for (const char second : {'\1', '\7', '\100'}) {
            SCOPED_TRACE(first);
            Wire wire;
            wire.arriving = cut_up(kAnswer, std::string{static_cast<char>(first), second});
            const ScriptedOutcome outcome = exchange_over(wire);
            EXPECT_FALSE(outcome.error);
            EXPECT_EQ(outcome.body, "hello");
        }
    }
}

}  // namespace
}  // namespace greeninfer::net
