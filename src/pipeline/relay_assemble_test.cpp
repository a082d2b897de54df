// Streams that the client gets as one body, or as the texts of the native dialect.
#include "pipeline/relay_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

const std::string kUsageEvent = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2}}\n\n";
const std::string kStream = role_event() + text_event("Hel") +
                            text_event("lo", R"(,"object":"chat.completion.chunk")") + finish_event() + kUsageEvent +
                            std::string(kDone);

TEST_F(RelayTest, AStreamOfTheEngineBecomesOneBody) {
    request(R"({"model":"m","messages":[{"role":"user","content":"hi"}]})");
    ASSERT_TRUE(assemble(Delivery::assembled, {kStream.substr(0, 100), kStream.substr(100)}).has_value());
    EXPECT_EQ(one_->sink.writes, 1);
    EXPECT_EQ(one_->sink.answers, 1);
    EXPECT_TRUE(written().contains(R"("content":"Hello")")) << written();
    EXPECT_TRUE(written().contains(R"("object":"chat.completion")")) << written();
    EXPECT_TRUE(written().contains(R"("greeninfer":{"model":"m")")) << written();
    EXPECT_EQ(usage().completion_tokens, 2u);
    EXPECT_TRUE(outcome().first_token_at.has_value());
}

TEST_F(RelayTest, WithoutReceiptsTheAssembledBodyHasNone) {
    request(R"({"model":"m","messages":[{"role":"user","content":"hi"}]})");
    generation_->telemetry.receipt = telemetry::Receipt::headers;
    ASSERT_TRUE(assemble(Delivery::assembled, {kStream}).has_value());
    EXPECT_FALSE(written().contains("greeninfer"));
}

TEST_F(RelayTest, AnAssembledAnswerThatBreaksLeavesNothing) {
    const std::vector<Pieces> scripts = {{text_event("a")},
                                         {text_event("a"), broke_off()},
                                         {text_event("a") + "data: {\"error\":{\"message\":\"x\"}}\n\n"}};
    for (const Pieces& script : scripts) {
        request(R"({"model":"m","messages":[{"role":"user","content":"hi"}]})");
        EXPECT_FALSE(assemble(Delivery::assembled, script).has_value());
        EXPECT_FALSE(one_->sink.committed());
        EXPECT_EQ(outcome().estimated_tokens, 1u);
    }
}

TEST_F(RelayTest, AnEngineThatAnswersJsonIsPassedOn) {
    request(R"({"model":"m","messages":[{"role":"user","content":"hi"}]})");
    generation_->telemetry.receipt = telemetry::Receipt::off;
    const std::string body = R"({"choices":[{"message":{"content":"hi"}}]})";
    ASSERT_TRUE(assemble(Delivery::assembled, {body}, "application/json").has_value());
    EXPECT_EQ(written(), body);
}

TEST_F(RelayTest, AnAssembledBodyIsBoundedLikeAnyOther) {
    request(R"({"model":"m","messages":[{"role":"user","content":"hi"}]})");
    generation_->upstream.max_answer = 100;
    Pieces pieces;
    for (int i = 0; i < 100; ++i) pieces.emplace_back(text_event("0123456789"));
    const auto done = assemble(Delivery::assembled, pieces);
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().fault, Fault::upstream_failed);
}

TEST_F(RelayTest, ANativeAnswerIsTheText) {
    native(false);
    ASSERT_TRUE(assemble(Delivery::texts, {kStream}).has_value());
    EXPECT_EQ(outcome().text, "Hello");
    EXPECT_EQ(one_->sink.texts, 0);
    EXPECT_EQ(one_->sink.answers, 1);
    EXPECT_EQ(usage().prompt_tokens, 9u);
}

TEST_F(RelayTest, ANativeStreamGetsEachTextAsItComes) {
    native(true);
    ASSERT_TRUE(assemble(Delivery::texts, {role_event(), text_event("Hel"), text_event("lo"),
                                           finish_event() + kUsageEvent + std::string(kDone)})
                    .has_value());
    EXPECT_EQ(written(), "Hello[done]");
    EXPECT_EQ(one_->sink.texts, 2);
    EXPECT_EQ(outcome().text, "Hello");
}

TEST_F(RelayTest, ANativeStreamThatBreaksHasNoEnd) {
    native(true);
    EXPECT_FALSE(assemble(Delivery::texts, {text_event("Hel"), broke_off()}).has_value());
    EXPECT_EQ(written(), "Hel");
    EXPECT_EQ(one_->sink.answers, 0);
}

TEST_F(RelayTest, SilenceInANativeStreamIsBridged) {
    native(true);
    ASSERT_TRUE(
        assemble(Delivery::texts, {text_event("a"), Silence(), text_event("b") + std::string(kDone)}).has_value());
    EXPECT_EQ(written(), "a: ping\n\nb[done]");
}

TEST_F(RelayTest, AServerThatDoesNotStreamAnswersANativeRequestToo) {
    native(false);
    const std::string body = R"({"choices":[{"message":{"content":"hi"}}],"usage":{"prompt_tokens":1}})";
    ASSERT_TRUE(assemble(Delivery::texts, {body}, "application/json").has_value());
    EXPECT_EQ(outcome().text, "hi");
    EXPECT_EQ(usage().prompt_tokens, 1u);
    EXPECT_FALSE(outcome().first_token_at.has_value()) << "a body as a whole does not tell";
}

TEST_F(RelayTest, AJsonErrorToANativeRequestIsUnderstood) {
    native(false);
    const auto done = assemble(Delivery::texts, {R"({"error":{"message":"bad","code":400}})"}, "application/json");
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().fault, Fault::upstream_rejected);
    EXPECT_FALSE(one_->sink.committed());
}

}  // namespace
}  // namespace greeninfer::pipeline
