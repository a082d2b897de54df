#include "fleet/endpoint_cost.hpp"

#include <gtest/gtest.h>

#include "fleet/warm_fleet_for_test.hpp"

namespace greeninfer::fleet {
namespace {

TEST(EndpointCost, WhatIsAheadIsReadAtHalfOfItsPace) {
    WarmFleet fleet(1);
    const Endpoint& endpoint = fleet.at(0);
    fleet.pace(0, 2000);
    fleet.has_unread(0, 4000);
    const PaceFigures pace = endpoint.state->pace.figures().value();
    const auto waits = [&](std::chrono::seconds later) {
        return cost_at(endpoint, {.prompt_tokens = 1000}, 0, pace, WarmFleet::kNow + later).wait_seconds;
    };
    EXPECT_NEAR(waits(std::chrono::seconds(0)), 2, 0.1);
    EXPECT_NEAR(waits(std::chrono::seconds(1)), 1.5, 0.1);
    EXPECT_EQ(waits(std::chrono::seconds(5)), 0);
}

}  // namespace
}  // namespace greeninfer::fleet
