#include "testing/fleet_trial.hpp"

namespace greeninfer::testing {

FleetOutcome run_trial(FleetPlan plan, const TrialStrategy& strategy, std::size_t seeds) {
    FleetOutcome sum;
    plan.strategy = strategy.strategy;
    plan.is_green = strategy.is_green;
    plan.green.priority = strategy.priority;
    plan.green.max_added_latency = strategy.max_added_latency;
    plan.hours = 24 / static_cast<double>(seeds);
    for (std::size_t seed = 0; seed < seeds; ++seed) {
        plan.seed = seed + 1;
        plan.first_hour = static_cast<double>(seed) * plan.hours;
        sum.add(SimulatedFleet(plan).run());
    }
    return sum;
}

}  // namespace greeninfer::testing
