// Prints what each strategy comes to in a simulated fleet (eval/fleet_simulated.py).
//
//   greeninfer_fleet_simulation < PLANS
//
// A plan a line: endpoints, load in percent of what the fleet can serve at most, seconds, deaths, seeds, tokens that
// are shared, own, written. A CSV line for each plan and strategy, after one with the names.
#include <fmt/core.h>

#include <cstdio>
#include <iostream>

#include "testing/fleet_trial.hpp"

namespace {

using namespace greeninfer::testing;

constexpr double kWarmUpShare = 0.25;

void print_row(const FleetPlan& plan, std::size_t seeds, const TrialStrategy& strategy) {
    const FleetOutcome outcome = run_trial(plan, strategy, seeds);
    fmt::print("{},{:.0f},{:.0f},{},{},{},{},{},{},", plan.endpoints, plan.load * 100, plan.seconds, plan.deaths, seeds,
               plan.shared_tokens, plan.own_tokens, plan.output_tokens, strategy.name);
    fmt::print("{},{:.5f},{:.5f},{:.5f},{:.3f},{:.7f},{:.7f},{},{},{}\n", outcome.answered, outcome.hit_share(),
               outcome.first_token_at(0.5), outcome.first_token_at(0.99), outcome.per_answer(outcome.joules),
               outcome.per_answer(outcome.grams), outcome.per_answer(outcome.fleet_grams), outcome.sent_again,
               outcome.broken_off, outcome.unanswered);
    std::fflush(stdout);
}

}  // namespace

int main() {
    fmt::print(
        "endpoints,load_pct,seconds,deaths,seeds,shared_tokens,own_tokens,output_tokens,strategy,answered,"
        "hit_share,first_token_p50_s,first_token_p99_s,joules,grams,fleet_grams,sent_again,broken_off,unanswered\n");
    FleetPlan plan;
    double load_pct = 0;
    std::size_t seeds = 0;
    while (std::cin >> plan.endpoints >> load_pct >> plan.seconds >> plan.deaths >> seeds >> plan.shared_tokens >>
           plan.own_tokens >> plan.output_tokens) {
        plan.load = load_pct / 100;
        plan.warm_up_seconds = plan.seconds * kWarmUpShare;
        for (const TrialStrategy& strategy : kTrialStrategies) print_row(plan, seeds, strategy);
    }
}
