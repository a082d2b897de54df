// Prompts placed by their prefix, through the dispatch stage and real sockets.
#include <set>

#include "pipeline/dispatch_for_test.hpp"
#include "pipeline/prompt_blocks.hpp"
#include "pipeline/receipt.hpp"

namespace greeninfer::pipeline {
namespace {

using enum Act;

std::string body_of(char document, std::string_view question, std::string_view model = "m") {
    return R"({"model":")" + std::string(model) + R"(","stream":true,"messages":[{"role":"system","content":")" +
           std::string(2000, document) + R"("},{"role":"user","content":")" + std::string(question) + R"("}]})";
}

class PrefixDispatch : public ::testing::Test {
protected:
    PrefixDispatch() { it_.strategy = {.strategy = fleet::Strategy::kv_aware, .exploration = 0}; }

    // That each reads 2,000 tokens a second: the scripted servers read none, and then a cache is worth nothing.
    void teach_pace() {
        it_.begin();
        for (const auto& endpoint : it_.endpoints()) {
            for (int i = 0; i < 40; ++i) {
                const double tokens = 500.0 * (1 + i % 4);
                endpoint->state->pace.record_first_token(tokens, fleet::Seconds(0.01 + tokens / 2000));
                endpoint->state->pace.record_output(100, fleet::Seconds(2));
            }
        }
    }

    std::size_t server_of(const std::string& body) {
        EXPECT_TRUE(it_.send(body).has_value());
        return it_.servers.log().back().first;
    }
    std::int64_t unread_tokens() const {
        std::int64_t sum = 0;
        for (const auto& endpoint : it_.endpoints()) sum += endpoint->state->unread_tokens;
        return sum;
    }

    DispatchForTest it_{3, {stream}};
};

TEST_F(PrefixDispatch, APromptGoesWhereItsBeginningWent) {
    teach_pace();
    const std::size_t a = server_of(body_of('a', "one"));
    teach_pace();  // An answer at once has made it look the quickest.
    const std::size_t b = server_of(body_of('b', "one"));
    EXPECT_NE(a, b) << "a cold prompt takes its turn";
    for (int i = 0; i < 4; ++i) {
        EXPECT_EQ(server_of(body_of('a', std::to_string(i))), a);
        EXPECT_EQ(server_of(body_of('b', std::to_string(i))), b);
    }
    const auto& placement = it_.one->exchange.outcome.placement;
    EXPECT_EQ(placement.reason, fleet::PlacementReason::kv_aware);
    EXPECT_EQ(placement.weighed->won_by, fleet::WonBy::cache);
    EXPECT_EQ(unread_tokens(), 0);
}

TEST_F(PrefixDispatch, TheReceiptHasTheCandidatesAndTheReason) {
    teach_pace();
    server_of(body_of('a', "one"));
    server_of(body_of('a', "two"));
    const std::string receipt = receipt_json(it_.one->exchange, it_.it.clock);
    EXPECT_NE(receipt.find(R"("placement":{"reason":"kv_aware","won_by":"cache","endpoints_weighed":3,"endpoints":[{)"),
              std::string::npos)
        << receipt;
}

TEST_F(PrefixDispatch, ItsChargeSaysWhatTakingTurnsWouldHaveCost) {
    teach_pace();
    server_of(body_of('a', "one"));
    server_of(body_of('a', "two"));
    const auto& charges = it_.one->exchange.outcome.charges;
    ASSERT_EQ(charges.size(), 1u);
    ASSERT_TRUE(charges[0].routing_gain.has_value());
    // About 500 tokens are there, and one of three endpoints has them.
    EXPECT_NEAR(charges[0].routing_gain->tokens, 500 * 2.0 / 3, 40);
    EXPECT_GT(charges[0].routing_gain->seconds, 0);
}

TEST_F(PrefixDispatch, AFailedAttemptLeavesNoHopeBehind) {
    DispatchForTest failing{2, {fail, stream}};
    failing.strategy = it_.strategy;
    ASSERT_TRUE(failing.send(body_of('a', "one")).has_value());
    const auto log = failing.servers.log();
    ASSERT_EQ(log.size(), 2u);
    ASSERT_TRUE(failing.send(body_of('a', "two")).has_value());
    EXPECT_EQ(failing.servers.log().back().first, log[1].first) << "where it was answered";
    for (std::size_t i = 0; i < 2; ++i) EXPECT_EQ(failing.state(i).unread_tokens, 0);
    const auto& state = failing.state(log[0].first);
    EXPECT_EQ(state.prefix->index().blocks(state.prefix->number()), 0u);
}

TEST_F(PrefixDispatch, TheWarmEndpointsDeathMovesItsPrompts) {
    teach_pace();
    const std::size_t a = server_of(body_of('a', "one"));
    it_.state(a).healthy = false;
    const std::size_t other = server_of(body_of('a', "two"));
    EXPECT_NE(other, a);
    EXPECT_EQ(server_of(body_of('a', "three")), other);
}

TEST_F(PrefixDispatch, ItsPaceIsLearntFromStreams) {
    const std::size_t a = server_of(body_of('a', "one"));
    EXPECT_TRUE(it_.state(a).pace.figures().has_value());
}

TEST_F(PrefixDispatch, ClientsAndModelsShareNoBlocks) {
    server_of(body_of('a', "one"));
    const Exchange& exchange = it_.one->exchange;
    const auto mine = prefix_of(exchange)->blocks;
    const Client other{.settings = {.name = "other"}};
    it_.one->exchange.client = &other;
    const auto others = prefix_of(exchange)->blocks;
    ASSERT_EQ(mine.size(), others.size());
    for (std::size_t i = 0; i < mine.size(); ++i) EXPECT_NE(mine[i], others[i]);
}

TEST_F(PrefixDispatch, OtherStrategiesHashNothing) {
    it_.strategy.strategy = fleet::Strategy::round_robin;
    std::set<std::size_t> servers;
    for (int i = 0; i < 3; ++i) servers.insert(server_of(body_of('a', "one")));
    EXPECT_EQ(servers.size(), 3u) << "each in its turn";
    EXPECT_EQ(it_.one->exchange.prefix, nullptr);
    EXPECT_FALSE(receipt_json(it_.one->exchange, it_.it.clock).contains("placement"));
}

}  // namespace
}  // namespace greeninfer::pipeline
