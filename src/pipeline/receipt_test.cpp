#include "pipeline/receipt.hpp"

#include <gtest/gtest.h>

#include "pipeline/exchange_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

constexpr std::string_view kBody = R"({"model":"org/m","messages":[{"role":"user","content":"hi"}]})";

class ReceiptTest : public testing::Test {
protected:
    ReceiptTest() {
        auto model = model_for_test("org/m", models::Tier::medium);
        model.endpoints[0].region = "eu-west-1";
        model.price = {.input_per_mtok = 2.0, .output_per_mtok = 10.0};
        generation_ = make_generation({.models = {model, model_for_test("free")}}, names_);
        generation_->grid = {.static_intensity = 1000, .pue = 1.2};
    }
    std::string fields() {
        net::FieldLines out;
        add_receipt_fields(one().exchange, out);
        return std::string(out.text());
    }
    ExchangeForTest& one() {
        if (!one_) one_ = std::make_unique<ExchangeForTest>(generation_, std::string(kBody));
        return *one_;
    }
    Exchange& answered() { return one().read().at(0).exchange; }

    telemetry::LabelNames names_;
    std::shared_ptr<Generation> generation_;
    std::unique_ptr<ExchangeForTest> one_;
};

TEST_F(ReceiptTest, SaysWhatIsKnown) {
    Exchange& exchange = answered();
    exchange.decision.reason = "because";
    exchange.outcome.attempts = 2;
    exchange.outcome.usage = {.prompt_tokens = 1000, .completion_tokens = 100};
    EXPECT_EQ(receipt_json(exchange),
              R"({"model":"org/m","tier":"medium","region":"eu-west-1","mode":"balanced","decision":"because",)"
              R"("attempts":2,"tokens":{"prompt":1000,"completion":100,"method":"reported"},)"
              R"("energy_mwh":39.6,"energy_mwh_low":17.028,"energy_mwh_high":82.368,"energy_method":"proxy",)"
              R"("co2_grams":0.0396,"grid_intensity":1000,"grid_source":"static","baseline_energy_mwh":39.6,)"
              R"("energy_saved_pct":0,"cost_usd":0.003})");
    EXPECT_EQ(fields(), "x-greeninfer-model: org/m\r\nx-greeninfer-tier: medium\r\nx-greeninfer-region: eu-west-1\r\n");
}

TEST_F(ReceiptTest, AnUnknownRegionIsAbsent) {
    Exchange& exchange = answered();
    const models::Model* free = generation_->catalogue.find("free");
    exchange.decision.model = free;
    exchange.outcome.endpoint = generation_->fleet->endpoints_of(*free)[0];
    EXPECT_FALSE(receipt_json(exchange).contains("region"));
    EXPECT_EQ(fields(), "x-greeninfer-model: free\r\nx-greeninfer-tier: small\r\n");
}

TEST_F(ReceiptTest, CountedTokensAreCalledEstimated) {
    Exchange& exchange = answered();
    exchange.outcome.estimated_tokens = 7;
    EXPECT_TRUE(receipt_json(exchange).contains(R"("tokens":{"completion":7,"method":"estimated"})"));
    exchange.outcome.estimated_tokens = 0;
    EXPECT_FALSE(receipt_json(exchange).contains("tokens"));
}

TEST_F(ReceiptTest, ReceiptSettingDecidesWhereItIsSaid) {
    Exchange& exchange = answered();
    generation_->telemetry.receipt = telemetry::Receipt::headers;
    EXPECT_EQ(receipt_json(exchange), "");
    EXPECT_NE(fields(), "");
    generation_->telemetry.receipt = telemetry::Receipt::off;
    EXPECT_EQ(receipt_json(exchange), "");
    EXPECT_EQ(fields(), "");
}

TEST_F(ReceiptTest, BeforeADecisionNothingIsSaid) {
    EXPECT_EQ(fields(), "");
}

}  // namespace
}  // namespace greeninfer::pipeline
