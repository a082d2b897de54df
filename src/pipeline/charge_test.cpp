#include "pipeline/charge.hpp"

#include <gtest/gtest.h>

#include "pipeline/bill.hpp"
#include "pipeline/exchange_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

using wire::RequestKind;

// A small model of 1 mWh per output token and 0.1 per prompt token, a large one of ten times that, PUE 2, 1 kg/kWh.
class ChargeTest : public testing::Test {
protected:
    ChargeTest() {
        auto cheap = model_for_test("cheap", models::Tier::small);
        cheap.price = {.input_per_mtok = 2, .output_per_mtok = 10};
        cheap.energy = {.output_mwh_per_token = 1, .input_mwh_per_token = 0.1};
        auto large = model_for_test("large", models::Tier::large);
        large.energy = {.output_mwh_per_token = 10, .input_mwh_per_token = 1};
        generation_ = make_generation({.models = {cheap, large}, .pue = 2, .grams_per_kwh = 1000}, names_);
        one_.emplace(generation_, R"({"model":"cheap","messages":[{"role":"user","content":"hi"}]})");
        one_->read().at(0);
    }
    Exchange& exchange() { return one_->exchange; }
    Outcome& outcome() { return exchange().outcome; }

    telemetry::LabelNames names_;
    std::shared_ptr<Generation> generation_;
    std::optional<ExchangeForTest> one_;
};

TEST_F(ChargeTest, EnergyIsThatOfTheFacility) {
    outcome().usage = wire::Usage{.prompt_tokens = 100, .completion_tokens = 5};
    book_attempt(exchange(), {});
    ASSERT_EQ(outcome().charges.size(), 1u);
    const Charge& charge = outcome().charges[0];
    EXPECT_TRUE(charge.tokens_reported);
    EXPECT_DOUBLE_EQ(charge.energy()->as_milliwatt_hours(), 30);
    EXPECT_DOUBLE_EQ(charge.carbon()->as_grams(), 0.03);
    EXPECT_DOUBLE_EQ(charge.cost->as_usd(), 250e-6);
    EXPECT_FALSE(outcome().attempt_open);
}

TEST_F(ChargeTest, CostNeedsAPriceAndEveryCount) {
    struct Row {
        std::string_view name;
        std::string_view model;
        RequestKind kind;
        std::optional<wire::Usage> usage;
        std::optional<double> dollars;
    };
    using enum RequestKind;
    const std::vector<Row> rows = {
        {"all known", "cheap", chat, wire::Usage{.prompt_tokens = 1'000'000, .completion_tokens = 500'000}, 7.0},
        {"zero is a number", "cheap", chat, wire::Usage{.prompt_tokens = 0, .completion_tokens = 0}, 0.0},
        {"no usage", "cheap", chat, {}, {}},
        {"no prompt count", "cheap", chat, wire::Usage{.completion_tokens = 5}, {}},
        {"no completion count", "cheap", chat, wire::Usage{.prompt_tokens = 5}, {}},
        {"embeddings make no tokens", "cheap", embedding, wire::Usage{.prompt_tokens = 500'000}, 1.0},
        {"no price", "large", chat, wire::Usage{.prompt_tokens = 5, .completion_tokens = 5}, {}},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        exchange().kind = row.kind;
        exchange().decision.model = generation_->catalogue.find(row.model);
        outcome().usage = row.usage;
        const auto cost = charge_of_attempt(exchange(), Purpose::answer).cost;
        ASSERT_EQ(cost.has_value(), row.dollars.has_value());
        if (cost) EXPECT_DOUBLE_EQ(cost->as_usd(), *row.dollars);
    }
}

TEST_F(ChargeTest, WhatNoModelWorkedOnIsNotCharged) {
    const std::vector<std::pair<Fault, bool>> rows = {
        {Fault::upstream_unreachable, false}, {Fault::upstream_rejected, false}, {Fault::upstream_rate_limit, false},
        {Fault::upstream_timeout, true},      {Fault::client_gone, true},
    };
    for (const auto& [fault, charged] : rows) {
        SCOPED_TRACE(static_cast<int>(fault));
        outcome().charges.clear();
        book_attempt(exchange(), fail(fault, ""));
        ASSERT_EQ(outcome().charges.size(), charged ? 1u : 0u);
        if (charged) EXPECT_GT(outcome().charges[0].energy()->as_joules(), 0) << "the prompt was read";
    }
}

TEST_F(ChargeTest, AnAnswerCutOffIsChargedForWhatItWrote) {
    outcome().estimated_tokens = 7;
    book_attempt(exchange(), fail(Fault::upstream_unreachable, ""));
    ASSERT_EQ(outcome().charges.size(), 1u);
    EXPECT_EQ(outcome().charges[0].completion_tokens, 7u);
    EXPECT_FALSE(outcome().charges[0].tokens_reported);
    EXPECT_FALSE(outcome().charges[0].cost) << "nobody is billed for an estimate";
}

TEST_F(ChargeTest, TheBillSumsEveryAttemptAndComparesWithTheLargest) {
    outcome().usage = wire::Usage{.prompt_tokens = 0, .completion_tokens = 10};
    book_attempt(exchange(), {});
    book_attempt(exchange(), {});
    const Bill bill = bill_of(exchange());
    EXPECT_DOUBLE_EQ(bill.footprint->energy.as_milliwatt_hours(), 40);
    EXPECT_DOUBLE_EQ(bill.footprint->carbon->as_grams(), 0.04);
    EXPECT_DOUBLE_EQ(bill.baseline->energy.as_milliwatt_hours(), 200);
    EXPECT_EQ(bill.saved_pct(), 80);
    EXPECT_LT(bill.footprint->energy_p5, bill.footprint->energy);
    EXPECT_GT(bill.footprint->energy_p95, bill.footprint->energy);
}

TEST_F(ChargeTest, ASavingMayBeNegative) {
    exchange().decision.model = generation_->catalogue.find("large");
    outcome().usage = wire::Usage{.prompt_tokens = 0, .completion_tokens = 10};
    book_attempt(exchange(), {});
    book_attempt(exchange(), {});
    EXPECT_EQ(bill_of(exchange()).saved_pct(), -100);
}

TEST_F(ChargeTest, AnUnknownPartMakesTheSumUnknown) {
    outcome().usage = wire::Usage{.prompt_tokens = 1, .completion_tokens = 1};
    book_attempt(exchange(), {});
    outcome().usage.reset();
    book_attempt(exchange(), {});
    const Bill bill = bill_of(exchange());
    EXPECT_FALSE(bill.footprint);
    EXPECT_FALSE(bill.cost);
    EXPECT_FALSE(bill.saved_pct());
}

}  // namespace
}  // namespace greeninfer::pipeline
