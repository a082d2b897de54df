#include "pipeline/green_report.hpp"

#include <gtest/gtest.h>

#include "pipeline/exchange_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

using namespace std::chrono_literals;

class GreenReportTest : public testing::Test {
protected:
    GreenReportTest() {
        auto small = model_for_test("small");
        small.energy = {.output_mwh_per_token = 0.01, .input_mwh_per_token = 0.001};
        auto large = model_for_test("large", models::Tier::large);
        large.energy = {.output_mwh_per_token = 1, .input_mwh_per_token = 0.1};
        generation_ = make_generation({.models = {small, large}}, names_);
    }
    // An answer of this model, whose tiers had these chances.
    Exchange& answer_of(const std::string& model, double p_small, double p_large) {
        one_ = std::make_unique<ExchangeForTest>(
            generation_, R"({"model":")" + model + R"(","messages":[{"role":"user","content":"hi"}]})");
        one_->read().at(0);
        Exchange& exchange = one_->exchange;
        exchange.decision.assessment = scorer::Assessment{.p_right = {p_small, p_small, p_large}};
        exchange.decision.candidates = {{.model = generation_->catalogue.find("small"), .p_right = p_small},
                                        {.model = generation_->catalogue.find("large"), .p_right = p_large}};
        exchange.outcome.usage = wire::Usage{.prompt_tokens = 100, .completion_tokens = 100};
        return exchange;
    }
    static std::string tip(const Exchange& exchange) {
        return green_tip_of(exchange, bill_of(exchange), WallTime()).value_or("");
    }
    static std::optional<int> score(const Exchange& exchange) { return green_score_of(exchange, bill_of(exchange)); }

    telemetry::LabelNames names_;
    std::shared_ptr<Generation> generation_;
    std::unique_ptr<ExchangeForTest> one_;
};

TEST_F(GreenReportTest, LessCarbonForTheSameChanceScoresHigher) {
    const int small = *score(answer_of("small", 0.9, 0.9));
    const int large = *score(answer_of("large", 0.9, 0.9));
    EXPECT_GT(small, large);
    EXPECT_GT(*score(answer_of("small", 0.9, 0.9)), *score(answer_of("small", 0.5, 0.9)));
}

TEST_F(GreenReportTest, WithoutAChanceOfRightThereIsNoScore) {
    Exchange& exchange = answer_of("small", 0.9, 0.9);
    exchange.decision.assessment.reset();
    EXPECT_FALSE(score(exchange));
}

TEST_F(GreenReportTest, TheTipFollowsFromTheRequest) {
    EXPECT_TRUE(tip(answer_of("large", 0.99, 0.99)).contains("A smaller model would probably have answered"));
    EXPECT_TRUE(tip(answer_of("large", 0.2, 0.99)).contains("No single change"));
    Exchange& exchange = answer_of("small", 0.9, 0.9);
    auto zones = std::vector<grid::ZoneState>(exchange.grid->zones().begin(), exchange.grid->zones().end());
    zones[0].forecast = {{WallTime() + 2h, zones[0].now.intensity * 0.5}};
    exchange.grid = std::make_shared<const grid::Snapshot>(zones);
    EXPECT_TRUE(tip(exchange).contains("50 % cleaner within 2 h")) << tip(exchange);
}

}  // namespace
}  // namespace greeninfer::pipeline
