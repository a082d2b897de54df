// Answers that are kept back: what is held of them, what the client sees meanwhile, and that they leave unchanged.
#include "pipeline/held_answer.hpp"
#include "pipeline/relay_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

using namespace std::chrono_literals;

class HoldTest : public RelayTest {
protected:
    Result<void> hold(Pieces pieces, std::string_view type = kEventStream) {
        return relay(type, std::move(pieces), [this](Relay& relay) { return relay.hold(held_); });
    }
    Result<void> release(Delivery delivery) {
        one_->exchange.outcome.first_token_at = it_.clock.now();
        HeldCall call(held_);
        Relay relay(it_.worker, one_->exchange, call);
        return it_.run(relay.deliver(delivery));
    }
    HeldAnswer held_;
};

constexpr std::string_view kBody =
    R"({"choices":[{"message":{"content":"Paris"},"logprobs":{"content":[{"logprob":-0.5}]}}],"usage":{"prompt_tokens":3,"completion_tokens":1}})";

TEST_F(HoldTest, AStreamIsHeldWholeAndLeavesAsItCame) {
    streamed();
    const Pieces pieces = {role_event(), text_event("Pa") + text_event("ris"), finish_event() + std::string(kDone)};
    ASSERT_TRUE(hold(pieces));
    EXPECT_EQ(written(), "");
    EXPECT_EQ(held_.view.text, "Paris");
    EXPECT_EQ(outcome().estimated_tokens, 2u);
    ASSERT_TRUE(release(Delivery::relayed));
    EXPECT_EQ(written(), role_event() + text_event("Pa") + text_event("ris") + finish_event() + "[done]");
}

TEST_F(HoldTest, ABodyIsHeldWhole) {
    request(R"({"model":"m","messages":[{"role":"user","content":"hi"}]})");
    ASSERT_TRUE(hold({std::string(kBody)}, "application/json"));
    EXPECT_EQ(written(), "");
    EXPECT_EQ(held_.view.text, "Paris");
    EXPECT_EQ(usage().completion_tokens, 1u);
    ASSERT_TRUE(held_.view.log_probabilities);
    ASSERT_TRUE(held_.strip_log_probabilities());
    held_.head.content_length.reset();
    ASSERT_TRUE(release(Delivery::whole));
    EXPECT_TRUE(written().starts_with(R"({"choices":[{"message":{"content":"Paris"},"logprobs":null}])")) << written();
}

TEST_F(HoldTest, AStreamLeavesAsOneBodyWhereTheClientWantsOne) {
    request(R"({"model":"m","messages":[{"role":"user","content":"hi"}]})");
    ASSERT_TRUE(hold({text_event("Pa") + text_event("ris"), finish_event() + std::string(kDone)}));
    ASSERT_TRUE(release(Delivery::assembled));
    EXPECT_TRUE(written().contains(R"("content":"Paris")")) << written();
    EXPECT_EQ(one_->sink.answers, 1);
}

TEST_F(HoldTest, DraftsAreShownAndNothingElse) {
    native(true);
    held_.shows_drafts = true;
    ASSERT_TRUE(hold({text_event("Pa"), text_event("ris"), finish_event() + std::string(kDone)}));
    EXPECT_TRUE(held_.draft_shown);
    EXPECT_EQ(written(), "") << "drafts go past what is written";
}

TEST_F(HoldTest, WhatIsNoAnswerFailsAsItWouldWhenDelivered) {
    struct Row {
        std::string_view name;
        Pieces pieces;
        std::string_view type;
        Fault fault;
    };
    const std::vector<Row> rows = {
        {"broken off", {role_event() + text_event("one")}, kEventStream, Fault::upstream_failed},
        {"broken off before content", {role_event()}, kEventStream, Fault::upstream_unreachable},
        {"the connection broke", {role_event(), broke_off()}, kEventStream, Fault::upstream_unreachable},
        {"an error event", {"data: {\"error\":{\"message\":\"no\"}}\n\n"}, kEventStream, Fault::upstream_failed},
        {"an error body", {R"({"error":{"message":"no"}})"}, "application/json", Fault::upstream_failed},
        {"no JSON", {"<html>"}, "text/html", Fault::upstream_failed},
        {"no choice", {R"({"choices":[]})"}, "application/json", Fault::upstream_failed},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        streamed();
        const auto done = hold(row.pieces, row.type);
        ASSERT_FALSE(done);
        EXPECT_EQ(done.error().fault, row.fault) << done.error().detail;
        EXPECT_EQ(written(), "");
    }
}

TEST_F(HoldTest, NumbersThatAreNoneAreMended) {
    streamed();
    const std::string event = R"(data: {"choices":[{"delta":{"content":"NaN"},"logprobs":{"content":[{"logprob":Na)";
    ASSERT_TRUE(hold({event, "N}]}}]}\n\n" + finish_event() + std::string(kDone)}));
    EXPECT_EQ(held_.view.text, "NaN");
    EXPECT_FALSE(held_.view.log_probabilities);
}

TEST_F(HoldTest, CommentsKeepAStreamAliveAndOnlyAStream) {
    for (const bool streams : {true, false}) {
        SCOPED_TRACE(streams);
        Exchange& exchange =
            streams ? streamed() : request(R"({"model":"m","messages":[{"role":"user","content":"h"}]})");
        exchange.received_at = it_.clock.now() - 1h;
        ASSERT_TRUE(hold({text_event("one"), finish_event() + std::string(kDone)}));
        EXPECT_EQ(exchange.outcome.commented_at.has_value(), streams);
    }
}

TEST_F(HoldTest, SilenceBeforeContentHasItsLimit) {
    streamed();
    one_->exchange.outcome.sent_at = it_.clock.now() - 1h;
    EXPECT_EQ(hold({Silence()}).error().fault, Fault::upstream_timeout);
}

TEST_F(HoldTest, TooLargeAnswersAreNotHeld) {
    streamed();
    generation_->upstream.max_answer = 64;
    EXPECT_EQ(hold({text_event(std::string(500, 'x')), std::string(kDone)}).error().fault, Fault::upstream_failed);
}

}  // namespace
}  // namespace greeninfer::pipeline
