#include "pipeline/grid_level.hpp"

#include <gtest/gtest.h>

#include "pipeline/expected_carbon.hpp"
#include "pipeline/generation_for_test.hpp"

namespace greeninfer::pipeline {
namespace {

using grid::Level;

// One model in Texas and in Sweden.
class TwoRegions : public testing::Test {
protected:
    TwoRegions() {
        auto model = model_for_test("m", models::Tier::small, {}, {"http://127.0.0.1:9/v1", "http://127.0.0.1:8/v1"});
        model.endpoints[0].region = "us-south1";
        model.endpoints[1].region = "europe-north2";
        model.energy.output_mwh_per_token = 1;
        generation_ = make_generation({.models = {model}}, names_);
    }
    std::vector<grid::ZoneState> zones() const {
        const auto all = generation_->grid_board->now()->zones();
        return {all.begin(), all.end()};
    }
    const fleet::Endpoint& endpoint(std::size_t index) const { return *generation_->fleet->all()[index]; }
    grid::ZoneState& zone_of(std::size_t index, std::vector<grid::ZoneState>& zones) const {
        return zones[endpoint(index).place.zone_index];
    }
    Level level(Level first, Level second) const {
        auto states = zones();
        zone_of(0, states).level = first;
        zone_of(1, states).level = second;
        return grid_level(*generation_, grid::Snapshot(states));
    }

    telemetry::LabelNames names_;
    std::shared_ptr<Generation> generation_;
};

TEST_F(TwoRegions, TheDirtiestCountsUnlessRequestsGoToTheCleanest) {
    EXPECT_EQ(level(Level::dirty, Level::clean), Level::dirty);
    EXPECT_EQ(level(Level::normal, Level::clean), Level::normal);
    EXPECT_EQ(level(Level::unknown, Level::clean), Level::clean);
    EXPECT_EQ(level(Level::unknown, Level::unknown), Level::unknown);
    generation_->green_routing.enabled = true;
    EXPECT_EQ(level(Level::dirty, Level::clean), Level::clean);
    EXPECT_EQ(level(Level::dirty, Level::normal), Level::normal);
}

TEST_F(TwoRegions, ARegionThatCannotAnswerDoesNotCount) {
    endpoint(0).state->healthy = false;
    EXPECT_EQ(level(Level::dirty, Level::clean), Level::clean);
}

TEST_F(TwoRegions, GramsAreExpectedAtTheCleanestThatCanAnswer) {
    auto states = zones();
    zone_of(0, states).now.intensity = CarbonIntensity::grams_per_kilowatt_hour(500);
    zone_of(1, states).now.intensity = CarbonIntensity::grams_per_kilowatt_hour(50);
    const grid::Snapshot snapshot(states);
    const models::Model& model = generation_->catalogue.models()[0];
    const energy::TokenWork work{.output_tokens = 1000};
    const ExpectedCarbon expected(*generation_, snapshot);
    EXPECT_NEAR(expected.of(model, work).as_grams(), 1e-3 * endpoint(1).place.pue * 50, 1e-9);
    endpoint(1).state->healthy = false;
    EXPECT_NEAR(expected.of(model, work).as_grams(), 1e-3 * endpoint(0).place.pue * 500, 1e-9);
}

TEST_F(TwoRegions, FiguresThatMeanDifferentThingsAreNotCompared) {
    auto states = zones();
    for (std::size_t index = 0; index < 2; ++index) {
        grid::ZoneState& zone = zone_of(index, states);
        zone.now.source = grid::Source::electricity_maps;
        zone.now.fetched_at = Moment();
        zone.table.source = grid::Source::static_table;
        zone.now.intensity = CarbonIntensity::grams_per_kilowatt_hour(index == 0 ? 900 : 10);
        zone.table.intensity = CarbonIntensity::grams_per_kilowatt_hour(index == 0 ? 100 : 200);
    }
    zone_of(0, states).now.signal.averaging = grid::Averaging::marginal;
    const grid::Snapshot snapshot(states);
    const ExpectedCarbon expected(*generation_, snapshot);
    const models::Model& model = generation_->catalogue.models()[0];
    const energy::TokenWork work{.output_tokens = 1000};
    const double texas = expected.of(model, endpoint(0), work).as_grams() / endpoint(0).place.pue;
    const double sweden = expected.of(model, endpoint(1), work).as_grams() / endpoint(1).place.pue;
    EXPECT_NEAR(sweden / texas, 2, 1e-9) << "the common table decides for both";
}

}  // namespace
}  // namespace greeninfer::pipeline
