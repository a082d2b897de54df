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
        model.endpoints[0].region = "us-south1";
        model.price = {.input_per_mtok = 2.0, .output_per_mtok = 10.0};
        generation_ = make_generation({.models = {model, model_for_test("free")}, .grams_per_kwh = 1000}, names_);
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

    SystemClock clock_;
    telemetry::LabelNames names_;
    std::shared_ptr<Generation> generation_;
    std::unique_ptr<ExchangeForTest> one_;
};

TEST_F(ReceiptTest, SaysWhatIsKnown) {
    Exchange& exchange = answered();
    exchange.decision.reason = "because";
    exchange.outcome.attempts = 2;
    exchange.outcome.usage = {.prompt_tokens = 1000, .completion_tokens = 100};
    EXPECT_EQ(receipt_json(exchange, clock_),
              R"({"model":"org/m","tier":"medium","region":"us-south1","mode":"balanced","decision":"because",)"
              R"("attempts":2,"tokens":{"prompt":1000,"completion":100,"method":"reported"},)"
              R"("energy_mwh":36.96,"energy_mwh_low":7.48997,"energy_mwh_high":182.383,"it_energy_mwh":33,)"
              R"("energy_method":"proxy","pue":1.12,"co2_grams":0.03696,"co2_grams_low":0.00677287,)"
              R"("co2_grams_high":0.201693,"grid_intensity":1000,"grid_zone":"US-TEX-ERCO","grid_source":"configured",)"
              R"("grid_signal":"average_lifecycle_consumption","baseline_model":"org/m","baseline_energy_mwh":36.96,)"
              R"("energy_saved_pct":0,"co2_saved_grams":0,"co2_saved_incremental_grams":0,)"
              R"("green_tip":"No single change would have saved 5 % of this answer's carbon.","cost_usd":0.003})");
    EXPECT_EQ(fields(),
              "x-greeninfer-model: org/m\r\nx-greeninfer-tier: medium\r\nx-greeninfer-region: us-south1\r\n"
              "x-greeninfer-energy-mwh: 36.96\r\nx-greeninfer-co2-g: 0.03696\r\nx-greeninfer-method: proxy\r\n");
}

TEST_F(ReceiptTest, AnUnknownRegionIsAbsent) {
    Exchange& exchange = answered();
    const models::Model* free = generation_->catalogue.find("free");
    exchange.decision.model = free;
    exchange.outcome.endpoint = generation_->fleet->endpoints_of(*free)[0];
    EXPECT_FALSE(receipt_json(exchange, clock_).contains("region"));
    EXPECT_EQ(fields(), "x-greeninfer-model: free\r\nx-greeninfer-tier: small\r\n");
}

TEST_F(ReceiptTest, CountedTokensAreCalledEstimated) {
    Exchange& exchange = answered();
    exchange.outcome.estimated_tokens = 7;
    EXPECT_TRUE(receipt_json(exchange, clock_).contains(R"("tokens":{"completion":7,"method":"estimated"})"));
    exchange.outcome.estimated_tokens = 0;
    EXPECT_FALSE(receipt_json(exchange, clock_).contains("tokens"));
}

TEST_F(ReceiptTest, ReceiptSettingDecidesWhereItIsSaid) {
    Exchange& exchange = answered();
    generation_->telemetry.receipt = telemetry::Receipt::headers;
    EXPECT_EQ(receipt_json(exchange, clock_), "");
    EXPECT_NE(fields(), "");
    generation_->telemetry.receipt = telemetry::Receipt::off;
    EXPECT_EQ(receipt_json(exchange, clock_), "");
    EXPECT_EQ(fields(), "");
}

TEST_F(ReceiptTest, BeforeADecisionNothingIsSaid) {
    EXPECT_EQ(fields(), "");
}

}  // namespace
}  // namespace greeninfer::pipeline
