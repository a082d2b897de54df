#include "pipeline/reading.hpp"

#include <gtest/gtest.h>

#include "pipeline/exchange_for_test.hpp"
#include "pipeline/worker_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

class ReadingTest : public testing::Test {
protected:
    Result<void> read(ExchangeForTest& one) {
        const auto chain = LastStage::chain([](Exchange&) { return Result<void>(); });
        return it_.run(Reading().handle(one.exchange, Next(chain)));
    }

    WorkerForTest it_;
};

TEST_F(ReadingTest, OnlyPlainBodiesAreRead) {
    struct Row {
        std::string_view encoding;
        bool taken;
    };
    for (const Row& row : {Row{"identity", true}, Row{"Identity", true}, Row{"gzip", false}, Row{"", false},
                           Row{"identity, gzip", false}, Row{"br", false}}) {
        SCOPED_TRACE(row.encoding);
        ExchangeForTest one(nullptr, R"({"model":"m","messages":[{"role":"user","content":"hi"}]})",
                            {{"content-encoding", std::string(row.encoding)}});
        const auto done = read(one);
        EXPECT_EQ(done.has_value(), row.taken);
        if (!done) {
            EXPECT_EQ(done.error().fault, Fault::unsupported_encoding);
            EXPECT_EQ(done.error().field, "content-encoding");
        }
    }
}

TEST_F(ReadingTest, AnOpenAiBodyGoesOnAsItCame) {
    const std::string body = R"({ "model":"org/m", "messages":[{"role":"user","content":"hi"}], "unknown":1 })";
    ExchangeForTest one(nullptr, body);
    ASSERT_TRUE(read(one).has_value());
    EXPECT_EQ(one.exchange.body, body);
    EXPECT_EQ(one.exchange.body.data(), one.exchange.client_body.text().data());
    EXPECT_EQ(one.exchange.view.model, "org/m");
    EXPECT_FALSE(one.exchange.native.has_value());
}

TEST_F(ReadingTest, TheKindDecidesWhatABodyMustHold) {
    ExchangeForTest one(nullptr, R"({"model":"m","input":"text"})");
    one.exchange.kind = wire::RequestKind::embedding;
    EXPECT_TRUE(read(one).has_value());
    one.exchange.kind = wire::RequestKind::chat;
    const auto as_chat = read(one);
    ASSERT_FALSE(as_chat.has_value());
    EXPECT_EQ(as_chat.error().field, "messages");
}

TEST_F(ReadingTest, WhatIsNotJsonIsAnInvalidRequest) {
    for (const std::string_view body :
         {"", "no", R"({"model":"m","messages":[{"role":"user","content":"hi"}]}x)", R"({"model":"m")", "[]"}) {
        SCOPED_TRACE(body);
        ExchangeForTest openai(nullptr, std::string(body));
        EXPECT_EQ(read(openai).error().fault, Fault::invalid_request);
        ExchangeForTest one(nullptr, std::string(body));
        EXPECT_EQ(read(one.native()).error().fault, Fault::invalid_request);
    }
}

TEST_F(ReadingTest, ANativeRequestBecomesAStreamedChatThatSaysTheSame) {
    ExchangeForTest one(nullptr, R"({"prompt":"and you?","mode":"eco","max_tokens":7,
        "context":[{"role":"user","content":"hi"},{"role":"assistant","content":"hello"}]})");
    ASSERT_TRUE(read(one.native()).has_value());
    const wire::RequestView& view = one.exchange.view;
    EXPECT_EQ(view.model, "auto");
    EXPECT_TRUE(view.stream);
    EXPECT_TRUE(view.include_usage);
    EXPECT_EQ(view.max_tokens, 7u);
    ASSERT_EQ(view.messages.size(), 3u);
    EXPECT_EQ(view.messages[1].role, wire::Role::assistant);
    EXPECT_EQ(view.messages[2].content.of(one.exchange.body), R"("and you?")");
    EXPECT_EQ(one.exchange.native.value_or(wire::NativeRequest{}).mode, wire::NativeMode::eco);
}

TEST_F(ReadingTest, ANativeFieldOutOfRangeIsNamed) {
    ExchangeForTest one(nullptr, R"({"prompt":"hi","mode":"fast"})");
    const auto done = read(one.native());
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().fault, Fault::field_out_of_range);
    EXPECT_EQ(done.error().field, "mode");
}

}  // namespace
}  // namespace greeninfer::pipeline
