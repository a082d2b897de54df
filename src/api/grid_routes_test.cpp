#include "api/grid_routes.hpp"

#include <gtest/gtest.h>

#include "pipeline/generation_for_test.hpp"
#include "testing/simulated_clock.hpp"

namespace greeninfer::api {
namespace {

using namespace std::chrono_literals;

class GridRoutesTest : public ::testing::Test {
protected:
    GridRoutesTest() {
        auto model = pipeline::model_for_test("m");
        model.endpoints[0].region = "us-south1";
        generation_ = pipeline::make_generation({.models = {model}}, names_);
    }
    void publish(const std::function<void(grid::ZoneState&)>& change) {
        const auto before = generation_->grid_board->now();
        std::vector<grid::ZoneState> zones(before->zones().begin(), before->zones().end());
        change(zones.back());
        generation_->grid_board->publish(std::make_shared<const grid::Snapshot>(std::move(zones)));
    }
    std::string body() { return grid_body(*generation_, clock_); }

    telemetry::LabelNames names_;
    testing::SimulatedClock clock_;
    std::shared_ptr<pipeline::Generation> generation_;
};

TEST_F(GridRoutesTest, ATableIsNeverCalledLiveAndHasNoAge) {
    EXPECT_TRUE(body().contains(
        R"({"zone":"US-TEX-ERCO","regions":["us-south1"],"grams_per_kwh":363,"signal":"average_lifecycle_consumption",)"
        R"("source":"static","live":false,"estimated":false,"year":2025,"level":"unknown","table":{"grams_per_kwh":363,)"))
        << body();
    EXPECT_TRUE(body().starts_with(R"({"zones":[{"zone":"world","regions":[],"grams_per_kwh":472.94,)")) << body();
    EXPECT_FALSE(body().contains("age_seconds"));
    EXPECT_FALSE(body().contains("implied_mode"));
}

TEST_F(GridRoutesTest, ALiveReadingComesWithAllThatBelongsToIt) {
    publish([this](grid::ZoneState& zone) {
        zone.now = {.intensity = CarbonIntensity::grams_per_kilowatt_hour(421.5),
                    .signal = {grid::Averaging::average, grid::Basis::lifecycle, grid::Boundary::production},
                    .source = grid::Source::ercot,
                    .estimated = true,
                    .valid_at = clock_.wall_now() - 5min,
                    .fetched_at = clock_.now(),
                    .age_when_fetched = 300s};
        zone.level = grid::Level::dirty;
        zone.fallback = "electricity_maps: it answered 401";
        zone.forecast = {{clock_.wall_now() - 1h, CarbonIntensity::grams_per_kilowatt_hour(1)},
                         {clock_.wall_now() + 1h, CarbonIntensity::grams_per_kilowatt_hour(95)}};
    });
    clock_.pass(20s);
    EXPECT_TRUE(body().contains(
        R"("grams_per_kwh":421.5,"signal":"average_lifecycle_production","source":"ercot","live":true,"estimated":true,)"
        R"("valid_at":"2023-11-14T22:08:20Z","age_seconds":320,"level":"dirty","implied_mode":"eco",)"
        R"("fallback":"electricity_maps: it answered 401",)"))
        << body();
    EXPECT_TRUE(body().ends_with(R"("forecast":[{"at":"2023-11-14T23:13:20Z","grams_per_kwh":95}]}]})")) << body();
}

TEST_F(GridRoutesTest, EachLevelImpliesAMode) {
    for (const auto& [level, mode] :
         {std::pair(grid::Level::normal, "balanced"), {grid::Level::clean, "performance"}}) {
        publish([now = level](grid::ZoneState& zone) { zone.level = now; });
        EXPECT_TRUE(body().contains("\"implied_mode\":\"" + std::string(mode) + "\"")) << body();
    }
}

}  // namespace
}  // namespace greeninfer::api
