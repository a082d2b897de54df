#include "fleet/green_choice.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <set>

#include "fleet/green_for_test.hpp"

namespace greeninfer::fleet {
namespace {

using namespace std::chrono_literals;
using Zones = std::vector<GreenFleet::Zone>;

GreenSettings settings(GreenPriority priority = GreenPriority::low_carbon, std::optional<double> threshold = {}) {
    return {.enabled = true, .priority = priority, .threshold_gco2 = threshold, .max_added_latency = 150ms};
}

// Everything that may be chosen, whatever the turn.
std::set<std::size_t> choices(const GreenFleet& fleet, const GreenSettings& settings) {
    std::set<std::size_t> seen;
    for (std::uint64_t turn = 0; turn < 8; ++turn)
        seen.insert(fleet.index_of(fleet.choose(settings, {}, turn).value()));
    return seen;
}

TEST(GreenChoice, FollowsPriorityThresholdAndLatency) {
    struct Row {
        std::string_view name;
        Zones zones;
        GreenSettings settings;
        std::set<std::size_t> chosen;
        PlacementFallback fallback;
    };
    constexpr auto kNone = PlacementFallback::none;
    constexpr auto kNoRegion = PlacementFallback::no_region_qualifies;
    const std::array<Row, 15> rows = {{
        {"the cleanest", {{400, 50}, {30, 120}, {200, 60}}, settings(), {1}, kNone},
        {"the cleanest that is fast enough", {{400, 50}, {30, 201}, {200, 60}}, settings(), {2}, kNone},
        {"just fast enough", {{400, 50}, {30, 200}}, settings(), {1}, kNone},
        {"a difference within its uncertainty moves nothing", {{300, 50}, {270, 60}}, settings(), {0, 1}, kNone},
        {"PUE counts", {{300, 50, 2.0}, {300, 60, 1.1}}, settings(), {1}, kNone},
        {"what was not measured is tried", {{400, 50}, {30, {}}}, settings(), {1}, kNone},
        {"nothing was measured", {{400, {}}, {30, {}}}, settings(), {1}, kNone},
        {"latency: the fastest below the threshold",
         {{400, 50}, {30, 120}, {190, 80}},
         settings(GreenPriority::latency, 200),
         {2},
         kNone},
        {"latency without a threshold", {{400, 50}, {30, 120}}, settings(GreenPriority::latency), {0}, kNone},
        {"latency: the same within a tenth", {{400, 50}, {30, 54}}, settings(GreenPriority::latency), {0, 1}, kNone},
        {"balanced: much cleaner and little later",
         {{400, 50}, {30, 80}},
         settings(GreenPriority::balanced),
         {1},
         kNone},
        {"balanced: a little cleaner and much later",
         {{400, 50}, {300, 190}, {30, 400}},
         settings(GreenPriority::balanced),
         {0},
         kNone},
        {"none below the threshold: the cleanest in time",
         {{400, 50}, {210, 60}, {205, 900}},
         settings(GreenPriority::latency, 200),
         {1},
         kNoRegion},
        {"at the threshold is allowed", {{400, 50}, {200, 60}}, settings(GreenPriority::latency, 200), {1}, kNone},
        {"the only one is above it", {{400, 50}}, settings(GreenPriority::low_carbon, 200), {0}, kNoRegion},
    }};
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        const GreenFleet fleet(row.zones);
        EXPECT_EQ(choices(fleet, row.settings), row.chosen);
        EXPECT_EQ(fleet.choose(row.settings)->fallback, row.fallback);
    }
}

TEST(GreenChoice, SaysWhyAndOnWhichGround) {
    const GreenFleet live({{400, 50}, {30, 120}});
    const Placement placement = live.choose(settings(GreenPriority::balanced)).value();
    EXPECT_EQ(name_of(placement.reason), "balanced");
    EXPECT_EQ(name_of(placement.fallback), "none");
    EXPECT_EQ(placement.ground, grid::Ground::live);
    EXPECT_EQ(name_of(GreenFleet({{400, 50}}).choose(settings())->reason), "only_one");
    const GreenFleet table({{400, 50, 1.2, grid::Source::static_table}, {30, 60, 1.2, grid::Source::static_table}});
    EXPECT_EQ(table.choose(settings())->ground, grid::Ground::table);
    EXPECT_EQ(table.index_of(*table.choose(settings())), 1u);
}

TEST(GreenChoice, FallsBackToTheLeastBusyWhereFiguresCannotBeCompared) {
    constexpr grid::Signal kMarginal{.averaging = grid::Averaging::marginal};
    const GreenFleet fleet({{400, 50}, {30, 60, 1.2, grid::Source::watttime, kMarginal}});
    const Placement placement = fleet.choose(settings()).value();
    EXPECT_EQ(placement.reason, PlacementReason::least_busy);
    EXPECT_EQ(placement.fallback, PlacementFallback::not_comparable);
    EXPECT_EQ(placement.ground, std::nullopt);
    EXPECT_EQ(choices(fleet, settings()), (std::set<std::size_t>{0, 1}));
}

TEST(GreenChoice, SharesTheLoadAmongEndpointsThatAreEquallyGreen) {
    const GreenFleet fleet({{30, 50}, {31, 50}, {400, 50}});
    const InFlight busy(fleet.at(0));
    EXPECT_EQ(choices(fleet, settings()), (std::set<std::size_t>{1}));
}

TEST(GreenChoice, TakesTheNextGreenestWhereTheGreenestCannotAnswer) {
    const GreenFleet fleet({{400, 50}, {30, 50}, {200, 50}});
    fleet.at(1).state->breaker.record_failure(GreenFleet::kNow, fleet.breaker());
    EXPECT_EQ(choices(fleet, settings()), (std::set<std::size_t>{2})) << "its breaker is open";
    fleet.at(2).state->healthy = false;
    EXPECT_EQ(choices(fleet, settings()), (std::set<std::size_t>{0})) << "it is unhealthy";
}

TEST(GreenChoice, AnotherEndpointIsTriedBeforeAGreenerOneThatFailed) {
    const GreenFleet fleet({{400, 50}, {30, 50}});
    const std::array<const Endpoint*, 1> tried = {&fleet.at(1)};
    EXPECT_EQ(fleet.index_of(*fleet.choose(settings(), tried)), 0u);
    const std::array<const Endpoint*, 2> both = {&fleet.at(0), &fleet.at(1)};
    EXPECT_EQ(fleet.index_of(*fleet.choose(settings(), both)), 1u);
}

RC_GTEST_PROP(GreenChoice, IsNeverDirtierThanASurelyCleanerOneThatQualifies, ()) {
    const auto zones = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::pair<int, int>>>(
        rc::gen::pair(rc::gen::inRange(0, 1000), rc::gen::inRange(1, 500))));
    Zones made;
    for (const auto& [grams, latency_ms] : zones) made.push_back({static_cast<double>(grams), latency_ms});
    const GreenFleet fleet(made);
    const Placement placement = fleet.choose(settings()).value();
    const auto& [chosen_grams, chosen_ms] = zones[fleet.index_of(placement)];
    const int fastest = std::ranges::min(zones, {}, &std::pair<int, int>::second).second;
    RC_ASSERT(chosen_ms <= fastest + 150);
    for (const auto& [grams, latency_ms] : zones) {
        if (latency_ms <= fastest + 150) RC_ASSERT(std::max(chosen_grams, 1) <= std::max(grams, 1) * 1.23);
    }
    RC_ASSERT(fleet.index_of(*fleet.choose(settings())) == fleet.index_of(placement));
}

}  // namespace
}  // namespace greeninfer::fleet
