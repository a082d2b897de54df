// Streams on their way through the relay.
#include "pipeline/relay_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

const std::string kUsage = R"("usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11})";

TEST_F(RelayTest, AStreamPassesThroughUnchanged) {
    streamed();
    const std::string text = role_event() + text_event("Hel") + text_event("lo") + finish_event();
    ASSERT_TRUE(relay_stream({text + std::string(kDone)}).has_value());
    EXPECT_EQ(written(), text + "[done]");
    EXPECT_EQ(outcome().estimated_tokens, 2u);
    EXPECT_FALSE(outcome().usage.has_value());
    EXPECT_TRUE(outcome().first_token_at.has_value());
    EXPECT_EQ(one_->sink.answers, 1);
}

TEST_F(RelayTest, NothingLeavesBeforeTheFirstContent) {
    streamed();
    EXPECT_FALSE(relay_stream({role_event(), ": a comment\n\n", broke_off()}).has_value());
    EXPECT_EQ(written(), "");
    EXPECT_FALSE(one_->sink.committed());
    EXPECT_FALSE(outcome().first_token_at.has_value());
}

TEST_F(RelayTest, EachReadIsPassedOnAsItComes) {
    streamed();
    ASSERT_TRUE(relay_stream({role_event(), text_event("a"), text_event("b"), std::string(kDone)}).has_value());
    EXPECT_EQ(one_->sink.writes, 3) << "two reads with content, and the end";
}

TEST_F(RelayTest, UsageIsFoundWhereverItComes) {
    struct Row {
        std::string_view name;
        std::string events;
    };
    const std::vector<Row> rows = {
        {"in a last event without choices", finish_event() + "data: {\"choices\":[]," + kUsage + "}\n\n"},
        {"on the event with the finish reason", finish_event("," + kUsage)},
        {"with choices null", finish_event() + "data: {\"choices\":null," + kUsage + "}\n\n"},
        {"on each event, growing",
         text_event("b", R"(,"usage":{"prompt_tokens":9,"completion_tokens":1})") + finish_event("," + kUsage)},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        streamed();
        ASSERT_TRUE(relay_stream({text_event("a") + row.events + std::string(kDone)}).has_value());
        ASSERT_TRUE(outcome().usage.has_value());
        EXPECT_EQ(usage().prompt_tokens, 9u);
        EXPECT_EQ(usage().completion_tokens, 2u);
        EXPECT_FALSE(written().contains("usage")) << "the client did not ask for it";
        EXPECT_TRUE(written().contains("finish_reason"));
    }
}

TEST_F(RelayTest, AClientThatAskedForUsageGetsItWithTheReceipt) {
    streamed_with_usage();
    ASSERT_TRUE(relay_stream({text_event("a") + finish_event() + "data: {\"choices\":[]," + kUsage + "}\n\n" +
                              std::string(kDone)})
                    .has_value());
    EXPECT_TRUE(written().contains(kUsage));
    EXPECT_TRUE(written().contains(R"("greeninfer":{"model":"m",)"));
    EXPECT_TRUE(written().contains(R"("tokens":{"prompt":9,"completion":2,"method":"reported"})"));
}

TEST_F(RelayTest, WithoutReceiptsTheStreamOfAClientThatAskedForUsageIsUnchanged) {
    for (const auto receipt : {telemetry::Receipt::off, telemetry::Receipt::headers}) {
        streamed_with_usage();
        generation_->telemetry.receipt = receipt;
        const std::string text =
            role_event() + text_event("a", ",\"usage\":null") + "data: {\"choices\":[]," + kUsage + "}\n\n";
        ASSERT_TRUE(relay_stream({text + std::string(kDone)}).has_value());
        EXPECT_EQ(written(), text + "[done]");
    }
}

TEST_F(RelayTest, AStreamThatIsCutHasNoEnd) {
    const std::vector<Pieces> scripts = {{text_event("a")}, {text_event("a"), broke_off()}};
    for (const Pieces& script : scripts) {
        streamed();
        const auto done = relay_stream(script);
        ASSERT_FALSE(done.has_value());
        EXPECT_EQ(written(), text_event("a"));
        EXPECT_EQ(one_->sink.answers, 0);
        EXPECT_EQ(outcome().estimated_tokens, 1u);
        EXPECT_FALSE(outcome().error_told);
    }
}

TEST_F(RelayTest, AnErrorEventBeforeContentIsOnlyAnError) {
    streamed();
    const auto done = relay_stream({role_event() + "data: {\"error\":{\"message\":\"overloaded\",\"code\":503}}\n\n"});
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().fault, Fault::upstream_failed);
    EXPECT_EQ(written(), "");
    EXPECT_FALSE(outcome().error_told);
}

TEST_F(RelayTest, AnErrorEventAfterContentIsToldOnceAndInOurWords) {
    streamed();
    const auto done =
        relay_stream({text_event("a"), "data: {\"error\":{\"message\":\"at 10.0.0.7:8000\",\"code\":500}}\n\n"});
    ASSERT_FALSE(done.has_value());
    EXPECT_TRUE(outcome().error_told);
    EXPECT_TRUE(written().contains(R"(data: {"error":{)"));
    EXPECT_FALSE(written().contains("10.0.0.7"));
    EXPECT_EQ(one_->sink.answers, 0);
}

TEST_F(RelayTest, AnAnswerWithoutAWordIsAnAnswer) {
    streamed();
    ASSERT_TRUE(relay_stream({role_event(), std::string(kDone)}).has_value());
    EXPECT_EQ(written(), role_event() + "[done]");
}

TEST_F(RelayTest, AJsonAnswerToAStreamRequestGoesOnAsJson) {
    streamed();
    generation_->telemetry.receipt = telemetry::Receipt::off;
    const std::string body = R"({"choices":[{"message":{"content":"hi"}}],"usage":{"prompt_tokens":1}})";
    ASSERT_TRUE(relay_stream({body}, "application/json").has_value());
    EXPECT_EQ(written(), body);
    EXPECT_EQ(usage().prompt_tokens, 1u);
}

TEST_F(RelayTest, AJsonErrorWithStatus200IsAnError) {
    for (const std::string_view type : {"application/json", ""}) {
        streamed();
        const auto done = relay_stream({R"({"error":{"message":"no","code":400}})"}, type);
        ASSERT_FALSE(done.has_value());
        EXPECT_EQ(done.error().fault, Fault::upstream_rejected);
        EXPECT_EQ(written(), "");
    }
}

TEST_F(RelayTest, TheTypeOfAStreamIsKnownInAnyCase) {
    streamed();
    ASSERT_TRUE(relay_stream({text_event("a") + std::string(kDone)}, "Text/Event-Stream").has_value());
    EXPECT_EQ(written(), text_event("a") + "[done]");
}

TEST_F(RelayTest, SilenceAfterTheFirstContentIsBridged) {
    streamed();
    ASSERT_TRUE(relay_stream({text_event("a"), Silence(), Silence(), text_event("b"), std::string(kDone)}).has_value());
    EXPECT_EQ(written(), text_event("a") + ": ping\n\n: ping\n\n" + text_event("b") + "[done]");
}

TEST_F(RelayTest, SignsOfLifeWithoutContentAreNoAnswer) {
    streamed();
    const auto silent = relay_stream({role_event(), Silence(), text_event("late")});
    ASSERT_FALSE(silent.has_value());
    EXPECT_EQ(silent.error().fault, Fault::upstream_timeout);

    streamed();
    one_->exchange.outcome.sent_at = it_.worker.now() - generation_->upstream.header_timeout;
    const auto late = relay_stream({": ping\n\n", text_event("late")});
    ASSERT_FALSE(late.has_value());
    EXPECT_EQ(late.error().fault, Fault::upstream_timeout);
    EXPECT_FALSE(one_->sink.committed());
}

TEST_F(RelayTest, WithoutKeepaliveCommentsSilenceIsJustWaitedFor) {
    streamed();
    generation_->upstream.keepalive_comment = std::chrono::milliseconds(0);
    ASSERT_TRUE(relay_stream({text_event("a"), Silence(), text_event("b") + std::string(kDone)}).has_value());
    EXPECT_EQ(written(), text_event("a") + text_event("b") + "[done]");
}

TEST_F(RelayTest, AClientThatLeavesEndsTheReading) {
    streamed();
    one_->sink.gone_after = 1;
    const auto done = relay_stream({text_event("a"), text_event("b"), text_event("c"), std::string(kDone)});
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().fault, Fault::client_gone);
    EXPECT_EQ(call_->left(), 2u);
    EXPECT_EQ(outcome().estimated_tokens, 2u) << "what the model made is counted, taken or not";
}

TEST_F(RelayTest, AClientThatLeavesDuringSilenceIsNoticed) {
    streamed();
    one_->sink.gone_after = 1;
    const auto done = relay_stream({text_event("a"), Silence(), text_event("b")});
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().fault, Fault::client_gone);
}

TEST_F(RelayTest, TheFramingBehindTheEndIsReadForThePool) {
    streamed();
    ASSERT_TRUE(relay_stream({text_event("a") + std::string(kDone), "\n", ""}).has_value());
    EXPECT_EQ(call_->left(), 0u);
    streamed();
    EXPECT_TRUE(relay_stream({text_event("a") + std::string(kDone), broke_off()}).has_value())
        << "the client has its whole answer";
    streamed();
    EXPECT_TRUE(relay_stream({text_event("a") + std::string(kDone), Silence(), "late"}).has_value());
    EXPECT_EQ(call_->left(), 1u);
}

TEST_F(RelayTest, AnEventLargerThanTheQueueIsAFailure) {
    streamed();
    generation_->server.max_stream_queue = 1000;
    const auto done = relay_stream({text_event(std::string(5000, 'x')) + std::string(kDone)});
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().fault, Fault::upstream_failed);
}

}  // namespace
}  // namespace greeninfer::pipeline
