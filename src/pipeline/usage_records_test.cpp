#include "pipeline/usage_records.hpp"

#include <gtest/gtest.h>

#include "pipeline/exchange_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

using namespace std::chrono_literals;
using account::End;
using account::Known;

class UsageRecordsTest : public testing::Test {
protected:
    UsageRecordsTest() {
        auto model = model_for_test("m");
        model.endpoints[0].region = "us-south1";
        model.energy = {.output_mwh_per_token = 2, .input_mwh_per_token = 1};
        model.price = {.input_per_mtok = 2.0, .output_per_mtok = 10.0};
        const auto generation = make_generation({.models = {model}}, names_);
        one_.emplace(generation, R"({"model":"m","messages":[{"role":"user","content":"hi"}]})");
        one_->read().at(0);
        exchange().outcome.usage = wire::Usage{.prompt_tokens = 10, .completion_tokens = 4};
        exchange().department = &search_;
    }
    Exchange& exchange() { return one_->exchange; }
    void book(const Result<void>& result, Purpose purpose = Purpose::answer) {
        exchange().outcome.attempt_open = true;
        book_attempt(exchange(), result, purpose);
    }
    account::UsageRecord record() { return record_of(exchange().outcome.charges.back(), exchange(), times_); }

    telemetry::LabelNames names_;
    Department search_{"search", names_.intern("search")};
    RequestTimes times_{WallTime(1'795'953'600s), 1500ms};
    std::optional<ExchangeForTest> one_;
};

TEST_F(UsageRecordsTest, AnAttemptIsWrittenDownInIdsAndWholeUnits) {
    book({});
    const account::UsageRecord one = record();
    EXPECT_EQ(names_.name(one.model), "m");
    EXPECT_EQ(names_.name(one.region), "us-south1");
    EXPECT_EQ(names_.name(one.department), "search");
    EXPECT_EQ(one.ended_at_s, 1'795'953'600u);
    EXPECT_EQ(one.duration_ms, 1500u);
    EXPECT_EQ(one.prompt_tokens, 10u);
    EXPECT_EQ(one.output_tokens, 4u);
    EXPECT_EQ(one.cost_nanodollars, 60'000u);
    EXPECT_EQ(one.end, End::answered);
    EXPECT_EQ(one.evidence, energy::Evidence::proxy);
    EXPECT_EQ(one.grid_source, grid::Source::static_table);
    const energy::Footprint& footprint = *exchange().outcome.charges.back().footprint;
    EXPECT_NEAR(static_cast<double>(one.it_energy_microjoules), footprint.it_energy.as_joules() * 1e6, 1);
    EXPECT_NEAR(static_cast<double>(one.carbon_nanograms), footprint.carbon->as_grams() * 1e9, 1);
}

TEST_F(UsageRecordsTest, WhatIsNotReportedIsNotKnown) {
    exchange().outcome.usage.reset();
    exchange().outcome.estimated_tokens = 7;
    book(fail(Fault::client_gone, ""));
    const account::UsageRecord one = record();
    EXPECT_EQ(one.end, End::cancelled);
    EXPECT_FALSE(one.knows(Known::prompt_tokens));
    EXPECT_FALSE(one.knows(Known::reported_tokens));
    EXPECT_FALSE(one.knows(Known::cost));
    EXPECT_TRUE(one.knows(Known::output_tokens));
    EXPECT_EQ(one.output_tokens, 7u);
    EXPECT_EQ(one.prompt_tokens, 0u);
}

TEST_F(UsageRecordsTest, EnergyOfAMeteredAttemptIsLeftToItsMeter) {
    book({});
    exchange().outcome.charges.back().is_metered = true;
    const account::UsageRecord one = record();
    EXPECT_TRUE(one.knows(Known::metered));
    EXPECT_FALSE(one.knows(Known::energy));
    EXPECT_EQ(one.it_energy_microjoules, 0u);
    EXPECT_TRUE(one.knows(Known::cost));
}

TEST_F(UsageRecordsTest, EachAttemptHasItsEnd) {
    exchange().outcome.estimated_tokens = 1;  // so that a failed one is booked
    book(fail(Fault::upstream_timeout, ""));
    book({});
    book({}, Purpose::check);
    book({});
    const auto& charges = exchange().outcome.charges;
    ASSERT_EQ(charges.size(), 4u);
    EXPECT_EQ(end_of(charges[0], exchange()), End::failed) << "also where a retry brought the answer";
    EXPECT_EQ(end_of(charges[1], exchange()), End::discarded) << "a later one became the answer";
    EXPECT_EQ(end_of(charges[2], exchange()), End::checked);
    EXPECT_EQ(end_of(charges[3], exchange()), End::answered);
    book(fail(Fault::client_gone, ""));
    EXPECT_EQ(end_of(charges.back(), exchange()), End::cancelled);
}

TEST_F(UsageRecordsTest, CountsThatDoNotFitAreCut) {
    exchange().outcome.usage =
        wire::Usage{.prompt_tokens = std::uint64_t{1} << 40, .completion_tokens = std::uint64_t{1} << 33};
    book({});
    EXPECT_EQ(record().prompt_tokens, 4'294'967'295u);
    EXPECT_EQ(record().output_tokens, 4'294'967'295u);
    times_.duration = 24h * 365;
    EXPECT_EQ(record().duration_ms, 4'294'967'295u);
}

}  // namespace
}  // namespace greeninfer::pipeline
