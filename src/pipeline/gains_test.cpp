#include "pipeline/gains.hpp"

#include <gtest/gtest.h>

#include "pipeline/exchange_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

// Two places without a difference in PUE, and one request that carbon has placed.
class GainsTest : public testing::Test {
protected:
    void begin(std::vector<std::string> urls, double grams_per_kwh = 400) {
        auto model = model_for_test("m", models::Tier::small, {}, std::move(urls));
        model.energy = {.output_mwh_per_token = 2, .input_mwh_per_token = 1};
        generation_ = make_generation({.models = {model}, .pue = 1.5, .grams_per_kwh = grams_per_kwh}, names_);
        one_.emplace(generation_, R"({"model":"m","messages":[{"role":"user","content":"hi"}]})");
        one_->read().at(0);
        one_->exchange.outcome.usage = wire::Usage{.prompt_tokens = 100, .completion_tokens = 20};
    }
    Exchange& exchange() { return one_->exchange; }
    Charge charge() { return charge_of_attempt(exchange(), Purpose::answer); }

    telemetry::LabelNames names_;
    std::shared_ptr<Generation> generation_;
    std::optional<ExchangeForTest> one_;
};

TEST_F(GainsTest, TokensFromAPrefixCacheSpareTheirReading) {
    begin({"http://127.0.0.1:9/v1"});
    exchange().outcome.usage->cached_tokens = {wire::CachedTokens::State::known, 60};
    const auto gain = prefix_gain_of(charge(), exchange());
    ASSERT_TRUE(gain.has_value());
    EXPECT_EQ(gain->tokens, 60u);
    EXPECT_NEAR(gain->energy.as_milliwatt_hours(), 60 * 1.5, 1e-9);
    EXPECT_NEAR(gain->carbon.as_grams(), 90e-6 * 400, 1e-12);
}

TEST_F(GainsTest, WithoutCachedTokensNothingIsClaimed) {
    begin({"http://127.0.0.1:9/v1"});
    EXPECT_FALSE(prefix_gain_of(charge(), exchange()).has_value());
    exchange().outcome.usage->cached_tokens = {wire::CachedTokens::State::known, 0};
    EXPECT_FALSE(prefix_gain_of(charge(), exchange()).has_value());
    exchange().outcome.usage.reset();
    EXPECT_FALSE(prefix_gain_of(charge(), exchange()).has_value()) << "of an answer whose tokens nobody knows";
}

TEST_F(GainsTest, AServerThatClaimsMoreCachedTokensThanThePromptHasIsNotBelieved) {
    begin({"http://127.0.0.1:9/v1"});
    exchange().outcome.usage->cached_tokens = {wire::CachedTokens::State::known, 5000};
    const auto gain = prefix_gain_of(charge(), exchange());
    ASSERT_TRUE(gain.has_value());
    EXPECT_EQ(gain->tokens, 100u);
    EXPECT_NEAR(gain->energy.as_milliwatt_hours(), 100 * 1.5, 1e-9);
}

// Two regions of the built-in table in zones of different cleanliness, PUE included.
class GreenRoutingGainTest : public GainsTest {
protected:
    void begin_in(const std::string& region, const std::string& other) {
        auto model = model_for_test("m", models::Tier::small, {}, {"http://127.0.0.1:9/v1", "http://127.0.0.1:8/v1"});
        model.energy = {.output_mwh_per_token = 2, .input_mwh_per_token = 1};
        model.endpoints[0].region = region;
        model.endpoints[1].region = other;
        generation_ = make_generation({.models = {model}}, names_);
        one_.emplace(generation_, R"({"model":"m","messages":[{"role":"user","content":"hi"}]})");
        one_->read().at(0);
        exchange().outcome.usage = wire::Usage{.prompt_tokens = 100, .completion_tokens = 20};
        exchange().outcome.placement.ground = grid::Ground::table;
    }
    // Grams of the request at this endpoint.
    double grams_at(std::size_t endpoint) {
        const auto& place = generation_->fleet->endpoints_of(*exchange().decision.model)[endpoint]->place;
        const double grams_per_kwh = exchange().grid->at(place.zone_index).now.intensity.as_grams_per_kilowatt_hour();
        return 140e-6 * place.pue * grams_per_kwh;
    }
};

TEST_F(GreenRoutingGainTest, IsHeldAgainstAnEvenSpreadOverThePlaces) {
    begin_in("europe-west9", "us-south1");
    const auto gain = green_routing_gain_of(charge(), exchange());
    ASSERT_TRUE(gain.has_value());
    EXPECT_NEAR(gain->as_grams(), (grams_at(0) + grams_at(1)) / 2 - grams_at(0), 1e-12);
    EXPECT_GT(gain->as_grams(), 0);
}

TEST_F(GreenRoutingGainTest, IsALossInTheDirtierPlace) {
    begin_in("us-south1", "europe-west9");
    EXPECT_LT(green_routing_gain_of(charge(), exchange()).value().as_grams(), 0);
}

TEST_F(GreenRoutingGainTest, IsNothingWhereCarbonDidNotDecide) {
    begin_in("europe-west9", "us-south1");
    exchange().outcome.placement.ground.reset();
    EXPECT_FALSE(green_routing_gain_of(charge(), exchange()).has_value());
}

TEST_F(GreenRoutingGainTest, IsNothingWhereOnlyOnePlaceCouldAnswer) {
    begin_in("europe-west9", "us-south1");
    generation_->fleet->endpoints_of(*exchange().decision.model)[1]->state->healthy = false;
    EXPECT_FALSE(green_routing_gain_of(charge(), exchange()).has_value());
}

}  // namespace
}  // namespace greeninfer::pipeline
