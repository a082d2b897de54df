#include "pipeline/metering.hpp"

#include <gtest/gtest.h>

#include "pipeline/evidence.hpp"
#include "pipeline/exchange_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

using namespace std::chrono_literals;

// One model whose endpoint a meter watches; windows of 10 s.
class MeteringTest : public testing::Test {
protected:
    MeteringTest() {
        auto model = model_for_test("m");
        model.energy = {.output_mwh_per_token = 1, .input_mwh_per_token = 0.1};
        generation_ = make_generation({.models = {model}}, names_);
        watched_ = std::make_shared<fleet::Endpoint>(*generation_->fleet->all()[0]);
        watched_->ledger = ledger_;
        ledger_->lose(now_);
        begin();
    }
    void begin() {
        one_ = std::make_unique<ExchangeForTest>(generation_,
                                                 R"({"model":"m","messages":[{"role":"user","content":"hi"}]})");
        one_->read().at(0);
        outcome().endpoint = watched_;
        begin_metering(one_->exchange, now_);
    }
    // The request answers, and then the meter counts this many joules for its window.
    void window(std::uint64_t joules) {
        outcome().usage = wire::Usage{.prompt_tokens = 100, .completion_tokens = 50};
        const Moment since = now_;
        now_ += 10s;
        end_metering(one_->exchange, {}, now_);
        closed_ = ledger_->close({.microjoules = joules * 1'000'000, .since = since, .until = now_});
    }
    Outcome& outcome() { return one_->exchange.outcome; }

    telemetry::LabelNames names_;
    std::shared_ptr<energy::WindowLedger> ledger_ = std::make_shared<energy::WindowLedger>();
    std::shared_ptr<Generation> generation_;
    std::shared_ptr<fleet::Endpoint> watched_;
    std::unique_ptr<ExchangeForTest> one_;
    energy::ClosedWindow closed_;
    Moment now_{};
};

TEST_F(MeteringTest, TheShareOfAMeterIsTheEvidenceOnceItIsLearnt) {
    for (int i = 0; i < 20; ++i) {
        window(1000);
        begin();
    }
    window(1000);
    ASSERT_TRUE(outcome().metering.share);
    const Charge charge = charge_of_attempt(one_->exchange, Purpose::answer);
    EXPECT_TRUE(charge.is_metered);
    const auto estimate = best_estimate(charge);
    EXPECT_EQ(estimate->evidence, energy::Evidence::attributed);
    EXPECT_NEAR(estimate->it_energy.as_joules(), 1000, 250);
}

TEST_F(MeteringTest, BeforeAnythingIsLearntTheNextEvidenceStandsInButTheLedgerKeepsTheBooks) {
    window(1000);
    EXPECT_FALSE(outcome().metering.share);
    const Charge charge = charge_of_attempt(one_->exchange, Purpose::answer);
    EXPECT_TRUE(charge.is_metered);
    EXPECT_EQ(charge.footprint->evidence, energy::Evidence::proxy);
    ASSERT_EQ(closed_.shares.size(), 1u);
    EXPECT_EQ(closed_.shares[0].microjoules + closed_.unallocated_microjoules, 1'000'000'000u);
}

TEST_F(MeteringTest, WhatNoModelWorkedOnTakesNoShare) {
    end_metering(one_->exchange, fail(Fault::upstream_unreachable, ""), now_ + 1s);
    EXPECT_FALSE(outcome().metering.is_metered);
    const auto closed = ledger_->close({.microjoules = 5'000'000, .since = now_, .until = now_ + 10s});
    EXPECT_EQ(closed.unallocated_microjoules, 5'000'000u);
}

TEST_F(MeteringTest, WithoutAMeterNothingIsMetered) {
    watched_->ledger.reset();
    begin();
    EXPECT_FALSE(outcome().metering.is_metered);
    end_metering(one_->exchange, {}, now_ + 1s);
    EXPECT_EQ(outcome().answer_ended_at, now_ + 1s);
}

TEST_F(MeteringTest, TheServersOwnFigureComesFirstAndPueIsTakenOutOfIt) {
    Charge charge = charge_of_attempt(one_->exchange, Purpose::answer);
    charge.attributed = energy::Estimate{Energy::joules(7), 0.1, energy::Evidence::attributed};
    charge.reported_energy = wire::ReportedEnergy{.low = Energy::joules(24), .high = Energy::joules(24)};
    EXPECT_EQ(best_estimate(charge)->evidence, energy::Evidence::measured);
    EXPECT_DOUBLE_EQ(best_estimate(charge)->it_energy.as_joules(), 24);
    watched_->reported_energy = models::ReportedEnergy::facility;
    EXPECT_DOUBLE_EQ(best_estimate(charge)->it_energy.as_joules(), 24 / watched_->place.pue);
    watched_->reported_energy = models::ReportedEnergy::ignore;
    EXPECT_EQ(best_estimate(charge)->evidence, energy::Evidence::attributed);
    charge.attributed.reset();
    charge.completion_tokens.reset();
    EXPECT_FALSE(best_estimate(charge)) << "unknown, not 0";
}

}  // namespace
}  // namespace greeninfer::pipeline
