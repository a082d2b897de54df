#pragma once
// The ways to choose that the project compares, on the same clients: what placing by prefix and by carbon bring, each
// alone and together, and what the latter cost in time where latency goes first and at three limits.
#include <array>
#include <chrono>
#include <string_view>

#include "testing/simulated_fleet.hpp"

namespace greeninfer::testing {

struct TrialStrategy {
    std::string_view name;
    fleet::Strategy strategy;
    bool is_green;
    std::chrono::milliseconds max_added_latency{150};                  // of the green ones
    fleet::GreenPriority priority = fleet::GreenPriority::low_carbon;  // of these too
};
inline constexpr std::array<TrialStrategy, 8> kTrialStrategies = {{
    {"round_robin", fleet::Strategy::round_robin, false},
    {"least_busy", fleet::Strategy::least_busy, false},
    {"prefix_only", fleet::Strategy::kv_aware, false},
    {"carbon_only", fleet::Strategy::least_busy, true},
    {"both_soonest", fleet::Strategy::kv_aware, true, std::chrono::milliseconds(150), fleet::GreenPriority::latency},
    {"both_0ms", fleet::Strategy::kv_aware, true, std::chrono::milliseconds(0)},
    {"both_150ms", fleet::Strategy::kv_aware, true},
    {"both_300ms", fleet::Strategy::kv_aware, true, std::chrono::milliseconds(300)},
}};

// All seeds together: each is a part of the day, the next one the part that follows.
FleetOutcome run_trial(FleetPlan plan, const TrialStrategy& strategy, std::size_t seeds);

}  // namespace greeninfer::testing
