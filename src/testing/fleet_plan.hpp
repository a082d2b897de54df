#pragma once
// What a simulated fleet is to go through, and what came of it. Plain values.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "fleet/green_settings.hpp"
#include "fleet/strategy_settings.hpp"
#include "testing/simulated_engine.hpp"

namespace greeninfer::testing {

struct FleetPlan {
    std::size_t endpoints = 16;  // spread evenly over the regions
    fleet::Strategy strategy = fleet::Strategy::kv_aware;
    bool is_green = false;
    fleet::GreenSettings green = {.enabled = true,
                                  .priority = fleet::GreenPriority::low_carbon,
                                  .threshold_gco2 = {},
                                  .max_added_latency = std::chrono::milliseconds(150)};
    double load = 0.2;  // share of requests_per_second_at_most()
    double seconds = 60;
    double warm_up_seconds = 0;  // requests that come before are not counted; in them nobody dies
    std::size_t groups_per_endpoint = 5;
    std::uint64_t shared_tokens = 6000;  // a multiple of 16, so that all of them are whole blocks
    std::uint64_t own_tokens = 200;
    std::uint64_t output_tokens = 100;
    std::size_t cached_prefixes = 12;  // that fit into one engine's cache
    std::size_t deaths = 0;            // evenly over the time
    double first_hour = 0;             // UTC
    double hours = 24;                 // of the grid, that the time stands for
    std::uint64_t seed = 1;
};

// Of the whole fleet, if every shared beginning were cached and every batch full: a bound that none can pass.
double requests_per_second_at_most(const FleetPlan& plan);

struct FleetOutcome {
    std::size_t answered = 0;
    std::size_t sent_again = 0;
    std::size_t broken_off = 0;  // its engine died after the first token
    std::size_t unanswered = 0;  // no endpoint could take it, or it was never finished
    double prompt_tokens = 0;
    double cached_tokens = 0;
    double joules = 0;       // of the requests, IT
    double grams = 0;        // of these, PUE included
    double fleet_grams = 0;  // of all engines over the time, idle ones included
    std::vector<double> first_token_seconds;

    void add(const FleetOutcome& other);
    double hit_share() const { return prompt_tokens > 0 ? cached_tokens / prompt_tokens : 0; }
    double per_answer(double sum) const { return answered > 0 ? sum / static_cast<double>(answered) : 0; }
    // 0 without any.
    double first_token_at(double quantile) const;
};

EngineRates rates_of(const FleetPlan& plan);

}  // namespace greeninfer::testing
