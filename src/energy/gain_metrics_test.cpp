#include "energy/gain_metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greeninfer::energy {
namespace {

using testing::HasSubstr;
using testing::Not;

class GainMetricsTest : public testing::Test {
protected:
    std::string written() {
        std::string text;
        telemetry::MetricsWriter writer(text);
        GainMetrics::write(writer, std::array<const GainMetrics*, 2>{&core_, &other_}, names_);
        return text;
    }

    telemetry::LabelNames names_;
    GainMetrics core_{names_};
    GainMetrics other_{names_};
};

TEST_F(GainMetricsTest, WhatWasLostDoesNotMakeACounterFall) {
    core_.record_models(Carbon::grams(2), Carbon::grams(0.25));
    core_.record_models(Carbon::grams(-1), Carbon::grams(-0.125));
    const std::string text = written();
    EXPECT_THAT(text, HasSubstr(R"(greeninfer_carbon_saved_grams_total{kind="attributed"} 2)"));
    EXPECT_THAT(text, HasSubstr(R"(greeninfer_carbon_saved_grams_total{kind="attributed_lost"} 1)"));
    EXPECT_THAT(text, HasSubstr(R"(greeninfer_carbon_saved_grams_total{kind="incremental"} 0.25)"));
    EXPECT_THAT(text, HasSubstr(R"(greeninfer_carbon_saved_grams_total{kind="incremental_lost"} 0.125)"));
    EXPECT_THAT(text, Not(HasSubstr("green_routing\"}")));
}

TEST_F(GainMetricsTest, GreenRoutingHasABaselineOfItsOwn) {
    core_.record_green_routing(Carbon::grams(0.5));
    other_.record_green_routing(Carbon::grams(0.25));
    other_.record_green_routing(Carbon::grams(-4));
    const std::string text = written();
    EXPECT_THAT(text, HasSubstr(R"(greeninfer_carbon_saved_grams_total{kind="green_routing"} 0.75)"));
    EXPECT_THAT(text, HasSubstr(R"(greeninfer_carbon_saved_grams_total{kind="green_routing_lost"} 4)"));
    EXPECT_THAT(text, Not(HasSubstr("kind=\"attributed\"")));
}

TEST_F(GainMetricsTest, APrefixCacheSparesTokensJoulesAndGrams) {
    const PrefixGain gain{.tokens = 100, .energy = Energy::joules(1.5), .carbon = Carbon::grams(0.125)};
    core_.record_prefix(telemetry::kNone, gain);
    other_.record_prefix(telemetry::kNone, gain);
    const std::string text = written();
    EXPECT_THAT(text, HasSubstr(R"(greeninfer_prefix_hit_tokens_total{cluster="none"} 200)"));
    EXPECT_THAT(text, HasSubstr("greeninfer_prefix_saved_joules_total 3\n"));
    EXPECT_THAT(text, HasSubstr(R"(greeninfer_carbon_saved_grams_total{kind="prefix_cache"} 0.25)"));
}

TEST_F(GainMetricsTest, TokensThatShorteningSavedAreAlwaysTold) {
    EXPECT_THAT(written(), HasSubstr("greeninfer_optimizer_tokens_saved_total 0\n"));
    core_.optimizer_tokens_saved.add(12);
    EXPECT_THAT(written(), HasSubstr("greeninfer_optimizer_tokens_saved_total 12\n"));
}

}  // namespace
}  // namespace greeninfer::energy
