#include "pipeline/net_energy_gate.hpp"

#include <gtest/gtest.h>

#include "pipeline/exchange_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

using energy::Evidence;
using models::Tier;

constexpr OptimizerHabits kHabits{std::chrono::duration<double>(0.5e-3), 0.5, true};

TEST(NetEnergyGate, BothSidesAreWhatTheyAreMadeOf) {
    const ReadingCost reading{Energy::joules(0.01), Evidence::modelled};
    const auto weighed = weigh({.words = 100, .open_words = 40, .digest = 1}, reading, kHabits, 4, 1.25);
    EXPECT_DOUBLE_EQ(weighed.tokens, 40 * 0.5 * kTokensPerWord);
    EXPECT_DOUBLE_EQ(weighed.saves.as_joules(), 26 * 0.01 * (1 + kLaterReadings));
    EXPECT_DOUBLE_EQ(weighed.costs.as_joules(), 100 * 0.5e-3 * 4 * 1.25);
    EXPECT_EQ(weighed.saves_by, Evidence::modelled);
    EXPECT_TRUE(weighed.costs_measured);
    EXPECT_TRUE(weighed.asks);
    EXPECT_FALSE(weighed.is_probe);
}

TEST(NetEnergyGate, WhatWouldNotPayIsNotAsked) {
    const ReadingCost small{Energy::joules(0.001), Evidence::proxy};
    const auto weighed = weigh({.words = 100, .open_words = 4, .digest = 1}, small, kHabits, 3.5, 1.2);
    EXPECT_FALSE(weighed.asks);
    EXPECT_LT(weighed.saves, weighed.costs);
    const ReadingCost large{Energy::joules(1), Evidence::proxy};
    EXPECT_TRUE(weigh({.words = 100, .open_words = 4, .digest = 1}, large, kHabits, 3.5, 1.2).asks);
}

TEST(NetEnergyGate, FreeTokensNeverPay) {
    EXPECT_FALSE(weigh({.words = 10, .open_words = 10, .digest = 1}, {}, kHabits, 3.5, 1.2).asks);
}

TEST(NetEnergyGate, SomeAreAskedSoThatItCanLearn) {
    int probes = 0;
    for (std::uint64_t digest = 0; digest < 64 * 10; ++digest) {
        const auto weighed = weigh({.words = 10, .open_words = 1, .digest = digest}, {}, kHabits, 3.5, 1.2);
        EXPECT_EQ(weighed.asks, weighed.is_probe);
        probes += weighed.is_probe ? 1 : 0;
    }
    EXPECT_EQ(probes, 10);
}

class ReadingCostTest : public testing::Test {
protected:
    ReadingCostTest() {
        auto small = model_for_test("s", Tier::small);
        auto medium = model_for_test("m", Tier::medium);
        small.energy = {.output_mwh_per_token = 1.2, .input_mwh_per_token = 0.1};
        medium.energy = {.output_mwh_per_token = 12, .input_mwh_per_token = 1.0};
        generation_ =
            make_generation({.models = {small, medium, model_for_test("plain", Tier::large)}, .pue = 1.5}, names_);
        one_ = std::make_unique<ExchangeForTest>(generation_, "{}");
    }
    Decision decision(std::vector<std::string> ladder, std::optional<double> p_right = {}) const {
        Decision decision;
        for (const std::string& name : ladder) decision.ladder.push_back(generation_->catalogue.find(name));
        if (p_right) decision.assessment.emplace().p_right.fill(*p_right);
        return decision;
    }
    double joules(const Decision& of) const { return reading_cost(one_->exchange, of).per_token.as_joules(); }

    telemetry::LabelNames names_;
    std::shared_ptr<Generation> generation_;
    std::unique_ptr<ExchangeForTest> one_;
};

TEST_F(ReadingCostTest, IsFacilityEnergyOfThePromptAlone) {
    EXPECT_NEAR(joules(decision({"s"})), 0.1 * 3.6 * 1.5, 1e-9);
}

TEST_F(ReadingCostTest, LargerModelsCountByTheOddsThatTheyAreAsked) {
    EXPECT_NEAR(joules(decision({"s", "m"}, 0.75)), (0.1 + 0.25 * 1.0) * 3.6 * 1.5, 1e-9);
    EXPECT_NEAR(joules(decision({"s", "m"}, 1.0)), 0.1 * 3.6 * 1.5, 1e-9);
    generation_->cascade.enabled = false;
    EXPECT_NEAR(joules(decision({"s", "m"}, 0.75)), 0.1 * 3.6 * 1.5, 1e-9);
}

TEST_F(ReadingCostTest, NoFurtherThanTheCascadeMayClimb) {
    generation_->cascade.max_escalations = 0;
    EXPECT_NEAR(joules(decision({"s", "m"}, 0.0)), 0.1 * 3.6 * 1.5, 1e-9);
}

TEST_F(ReadingCostTest, AnUnknownModelHasItsTiersFigureAndSaysSo) {
    const ReadingCost cost = reading_cost(one_->exchange, decision({"plain"}));
    EXPECT_GT(cost.per_token, Energy());
    EXPECT_EQ(cost.evidence, Evidence::proxy);
}

}  // namespace
}  // namespace greeninfer::pipeline
