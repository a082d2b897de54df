#include "testing/simulated_fleet.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace greeninfer::testing {
namespace {

using fleet::Strategy;

FleetOutcome run(FleetPlan plan, Strategy strategy, bool is_green) {
    plan.strategy = strategy;
    plan.is_green = is_green;
    return SimulatedFleet(plan).run();
}

void print_row(const char* name, const FleetOutcome& outcome) {
    const auto answers = static_cast<double>(outcome.answered);
    fmt::print("{:<14} {:>7} {:>6.3f} {:>8.3f} {:>8.3f} {:>10.1f} {:>10.5f} {:>6}\n", name, outcome.answered,
               outcome.hit_share(), outcome.first_token_at(0.5), outcome.first_token_at(0.99), outcome.joules / answers,
               outcome.grams / answers, outcome.sent_again);
}

struct Rows {
    FleetOutcome round_robin, least_busy, prefix_only, carbon_only, both;

    explicit Rows(const FleetPlan& plan)
        : round_robin(run(plan, Strategy::round_robin, false)),
          least_busy(run(plan, Strategy::least_busy, false)),
          prefix_only(run(plan, Strategy::kv_aware, false)),
          carbon_only(run(plan, Strategy::least_busy, true)),
          both(run(plan, Strategy::kv_aware, true)) {}

    void print(const std::string& title) const {
        fmt::print("{}\n{:<14} {:>7} {:>6} {:>8} {:>8} {:>10} {:>10} {:>6}\n", title, "strategy", "answers", "hits",
                   "p50 s", "p99 s", "J/answer", "g/answer", "again");
        print_row("round robin", round_robin);
        print_row("least busy", least_busy);
        print_row("prefix only", prefix_only);
        print_row("carbon only", carbon_only);
        print_row("both", both);
    }
};

TEST(SimulatedFleetTest, PlacingByPrefixBeatsTurnsInHitsTimeAndEnergy) {
    const Rows rows({.endpoints = 8, .requests_per_second = 16, .seconds = 20, .groups = 40});
    rows.print("8 endpoints, 16 requests/s");
    EXPECT_GT(rows.prefix_only.hit_share(), 1.5 * rows.round_robin.hit_share());
    EXPECT_LT(rows.prefix_only.first_token_at(0.5), rows.round_robin.first_token_at(0.5));
    EXPECT_LT(rows.prefix_only.first_token_at(0.99), 1.05 * rows.least_busy.first_token_at(0.99));
    EXPECT_LT(rows.prefix_only.joules, rows.round_robin.joules);
    EXPECT_LT(rows.both.grams, rows.prefix_only.grams);
    EXPECT_EQ(rows.both.unanswered, 0u);
}

TEST(SimulatedFleetTest, DeathsLoseNoRequestBeforeItsFirstToken) {
    const FleetPlan plan{.endpoints = 8, .requests_per_second = 16, .seconds = 20, .groups = 40, .deaths = 2};
    const FleetOutcome outcome = run(plan, Strategy::kv_aware, true);
    EXPECT_EQ(outcome.unanswered, 0u);
    EXPECT_GT(outcome.answered, 200u);
    EXPECT_GT(outcome.hit_share(), 0.5) << "affinity recovers";
}

// The tables of docs/FLEET.md; minutes long, so only when it is asked for.
TEST(SimulatedFleetTest, Tables) {
    if (std::getenv("GREENINFER_FLEET_TABLES") == nullptr) GTEST_SKIP() << "set GREENINFER_FLEET_TABLES to print them";
    for (const double load : {0.5, 2.0, 3.5}) {
        FleetPlan plan{.endpoints = 64, .requests_per_second = 64 * load, .seconds = 30, .groups = 300};
        Rows(plan).print(fmt::format("64 endpoints, 8 regions, {} requests/s each", load));
        plan.deaths = 3;
        Rows(plan).print(fmt::format("64 endpoints, 8 regions, {} requests/s each, 3 deaths", load));
    }
    const FleetPlan large{.endpoints = 256, .requests_per_second = 512, .seconds = 20, .groups = 1000};
    Rows(large).print("256 endpoints, 8 regions, 2 requests/s each");
}

}  // namespace
}  // namespace greeninfer::testing
