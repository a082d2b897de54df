#include "pipeline/token_count.hpp"

#include <gtest/gtest.h>

#include "pipeline/charge.hpp"
#include "pipeline/exchange_for_test.hpp"
#include "pipeline/worker_for_test.hpp"
#include "testing/scripted_upstream.hpp"

namespace greeninfer::pipeline {
namespace {

class TokenCountTest : public ::testing::Test {
protected:
    TokenCountTest() {
        generation_ = make_generation({.models = {model_for_test("local")},
                                       .local = fleet::LocalEndpoint{"local", local_endpoint_for_test("local")}},
                                      it_.names);
        local_ = generation_->fleet->endpoints_of(*generation_->catalogue.find("local")).front();
        one_ = std::make_unique<ExchangeForTest>(generation_,
                                                 R"({"model":"local","messages":[{"role":"user","content":"hi"}]})");
        one_->read();
        exchange().shortening.text_bytes_before = 400;
        exchange().shortening.text_bytes_after = 200;
        exchange().shortening.shortened_texts = 1;
    }

    Exchange& exchange() { return one_->exchange; }
    Charge charge(bool reported = true) const {
        return {.model = generation_->catalogue.find("local"),
                .endpoint = local_,
                .prompt_tokens = 106,
                .tokens_reported = reported};
    }
    void counted(std::shared_ptr<const fleet::Endpoint> by, std::uint64_t before, std::uint64_t after) {
        exchange().shortening.tokens =
            std::make_shared<TokenCount>(TokenCount{.endpoint = std::move(by), .before = before, .after = after});
    }
    Result<std::uint64_t> ask(const std::string& answer) {
        const testing::ScriptedUpstream server(testing::answers_and_closes(answer));
        local_->state->origin = std::make_shared<const net::Origin>(origin_for_test(server.url() + "/v1"));
        return it_.run(count_tokens(it_.worker, *local_, "how many?"));
    }
    static std::string reply(const std::string& status, const std::string& body) {
        return "HTTP/1.1 " + status + "\r\ncontent-length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    }

    WorkerForTest it_;
    std::shared_ptr<Generation> generation_;
    std::shared_ptr<const fleet::Endpoint> local_;
    std::unique_ptr<ExchangeForTest> one_;
};

TEST_F(TokenCountTest, AnUnchangedPromptIsWhatItWas) {
    exchange().shortening.shortened_texts = 0;
    const auto tokens = prompt_tokens_of(exchange(), charge());
    EXPECT_EQ(tokens->original, 106U);
    EXPECT_EQ(tokens->saved(), 0U);
    EXPECT_TRUE(tokens->counted);
    EXPECT_FALSE(prompt_tokens_of(exchange(), charge(false))->counted) << "nobody counted what was sent";
    EXPECT_EQ(prompt_tokens_of(exchange(), {.model = charge().model}), std::nullopt);
}

TEST_F(TokenCountTest, TheTokenizersDifferenceIsExact) {
    counted(local_, 80, 30);
    const auto tokens = prompt_tokens_of(exchange(), charge());
    EXPECT_EQ(tokens->original, 156U);
    EXPECT_EQ(tokens->sent, 106U);
    EXPECT_EQ(tokens->saved(), 50U);
    EXPECT_EQ(tokens->reduction_pct(), 32);
    EXPECT_TRUE(tokens->counted);
}

TEST_F(TokenCountTest, AnotherModelsTokenizerSaysNothing) {
    counted(local_endpoint_for_test("other"), 80, 30);
    const auto tokens = prompt_tokens_of(exchange(), charge());
    EXPECT_FALSE(tokens->counted);
    // 200 bytes of text are 100 tokens beside the frame of one message, so 200 more bytes were 100 more.
    EXPECT_EQ(tokens->original, 206U);
}

TEST_F(TokenCountTest, ALongerPromptSavesNothing) {
    exchange().shortening.text_bytes_after = 500;
    const auto tokens = prompt_tokens_of(exchange(), charge());
    EXPECT_LT(tokens->original, tokens->sent);
    EXPECT_EQ(tokens->saved(), 0U);
    EXPECT_EQ(tokens->reduction_pct(), 0);
}

TEST_F(TokenCountTest, TheEnginesTokenizerIsAsked) {
    EXPECT_EQ(ask(reply("200 OK", R"({"tokens":[1,2,3]})")).value(), 3U);
    EXPECT_FALSE(ask(reply("404 Not Found", "{}")).has_value());
    EXPECT_FALSE(ask(reply("200 OK", "{}")).has_value());
    EXPECT_FALSE(ask("").has_value());
}

TEST_F(TokenCountTest, ASilentTokenizerIsNotWaitedForLong) {
    const testing::ScriptedUpstream server(
        [](testing::BlockingSocket& socket) { socket.closes_within(std::chrono::seconds(10)); });
    local_->state->origin = std::make_shared<const net::Origin>(origin_for_test(server.url() + "/v1"));
    const Moment before = it_.clock.now();
    EXPECT_FALSE(it_.run(count_tokens(it_.worker, *local_, "how many?")).has_value());
    EXPECT_LT(it_.clock.now() - before, std::chrono::seconds(5));
}

TEST_F(TokenCountTest, OnlyAnEngineThatRunsHasOne) {
    EXPECT_EQ(tokenizer_of(*generation_), nullptr);
    EXPECT_EQ(begin_count(it_.worker, *generation_, "a", "b"), nullptr);
    local_->state->origin = std::make_shared<const net::Origin>(origin_for_test("http://127.0.0.1:9/v1"));
    EXPECT_EQ(tokenizer_of(*generation_), local_);
    EXPECT_EQ(begin_count(it_.worker, *generation_, std::string(kCountedBytes + 1, 'a'), "b"), nullptr);
}

}  // namespace
}  // namespace greeninfer::pipeline
