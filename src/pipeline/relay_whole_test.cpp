// Whole JSON answers on their way through the relay.
#include "pipeline/relay_for_test.hpp"
#include "wire/reply_view.hpp"

namespace greeninfer::pipeline {
namespace {

const std::string kReply =
    "{ \"choices\":[{\"message\":{\"content\":\"hi \\u00e9\"}}],\n"
    " \"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2} }\n";

class RelayWholeTest : public RelayTest {
protected:
    RelayWholeTest() { request(R"({"model":"m","messages":[{"role":"user","content":"hi"}]})"); }
};

TEST_F(RelayWholeTest, WithoutAReceiptNotAByteChanges) {
    for (const auto receipt : {telemetry::Receipt::off, telemetry::Receipt::headers}) {
        request(R"({"model":"m","messages":[{"role":"user","content":"hi"}]})");
        generation_->telemetry.receipt = receipt;
        ASSERT_TRUE(relay_whole({kReply.substr(0, 9), kReply.substr(9)}).has_value());
        EXPECT_EQ(written(), kReply);
        EXPECT_EQ(usage().completion_tokens, 2u);
    }
}

TEST_F(RelayWholeTest, TheReceiptIsTheLastMember) {
    ASSERT_TRUE(relay_whole({kReply}).has_value());
    const std::size_t member = written().find(R"("greeninfer":{"model":"m",)");
    ASSERT_NE(member, std::string::npos);
    EXPECT_GT(member, written().find("usage"));
    EXPECT_TRUE(written().contains(R"("prompt":3,"completion":2,"method":"reported")"));
    std::string copy = written();
    EXPECT_TRUE(wire::read_reply(wire::PaddedView::of(copy)).has_value()) << written();
    EXPECT_TRUE(written().starts_with(kReply.substr(0, kReply.find(" }\n"))));
}

TEST_F(RelayWholeTest, WhatIsNoAnswerIsAFailureBeforeAnythingLeft) {
    struct Row {
        std::string_view name;
        Pieces pieces;
        Fault fault;
    };
    const std::vector<Row> rows = {
        {"nothing", {}, Fault::upstream_failed},
        {"HTML", {"<html>busy</html>"}, Fault::upstream_failed},
        {"half", {kReply.substr(0, 20)}, Fault::upstream_failed},
        {"an array", {"[]"}, Fault::upstream_failed},
        {"an error", {R"({"error":{"message":"x","code":500}})"}, Fault::upstream_failed},
        {"broken off", {kReply.substr(0, 20), broke_off()}, Fault::upstream_unreachable},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const auto done = relay_whole(row.pieces);
        ASSERT_FALSE(done.has_value());
        EXPECT_EQ(done.error().fault, row.fault);
        EXPECT_FALSE(one_->sink.committed());
    }
}

TEST_F(RelayWholeTest, AnAnswerLargerThanTheLimitIsRefused) {
    generation_->upstream.max_answer = kReply.size();
    ASSERT_TRUE(relay_whole({kReply}).has_value());
    request(R"({"model":"m","messages":[{"role":"user","content":"hi"}]})");
    generation_->upstream.max_answer = kReply.size() - 1;
    const auto done = relay_whole({kReply});
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().fault, Fault::upstream_failed);
    EXPECT_TRUE(done.error().detail.contains("upstream.max_answer"));
}

TEST_F(RelayWholeTest, APromisedLengthAllocatesNoMoreThanTheLimit) {
    generation_->upstream.max_answer = 1000;
    call_ = std::make_unique<ScriptedCall>("application/json", Pieces{kReply});
    call_->head().content_length = std::uint64_t{1} << 60;
    Relay relay(it_.worker, one_->exchange, *call_);
    EXPECT_TRUE(it_.run(relay.whole()).has_value());
}

TEST_F(RelayWholeTest, EmbeddingsKeepTheirVectorsByteForByte) {
    request(R"({"model":"m","input":"x"})", wire::RequestKind::embedding);
    generation_->telemetry.receipt = telemetry::Receipt::headers;
    const std::string body =
        R"({"data":[{"embedding":"AACAPwAAAEA="},{"embedding":[0.10, 1e-3]}],"usage":{"prompt_tokens":1}})";
    ASSERT_TRUE(relay_whole({body}).has_value());
    EXPECT_EQ(written(), body);
}

}  // namespace
}  // namespace greeninfer::pipeline
