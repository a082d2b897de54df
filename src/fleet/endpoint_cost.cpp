#include "fleet/endpoint_cost.hpp"

#include <algorithm>

namespace greeninfer::fleet {

namespace {

// A full cache of keys and values makes an engine put requests back; lightseek's router weighs it so.
constexpr double kCrowdingSeconds = 0.15;
constexpr double kFullest = 0.97;
// What waits there is believed to be read at half of its pace: it answers others meanwhile, and who takes a queue for
// empty too soon sends the next prompt into it. At its whole pace, first tokens of a large fleet came 1.4 times later.
constexpr double kReadingShare = 0.5;

// Requests that must end before this one is begun, over those that run at once.
double turns_to_wait(const Endpoint& endpoint, const EngineReport* report) {
    const auto in_flight = static_cast<double>(endpoint.state->in_flight.load(std::memory_order_relaxed));
    double turns = 0;
    if (endpoint.slots != 0) {
        const auto slots = static_cast<double>(endpoint.slots);
        turns = std::max(0.0, in_flight + 1 - slots) / slots;
    }
    if (report == nullptr || !report->waiting) return turns;
    return std::max(turns, *report->waiting / std::max(1.0, report->running.value_or(1)));
}

double crowding_seconds(const EngineReport* report) {
    if (report == nullptr || !report->kv_usage) return 0;
    const double filled = std::clamp(*report->kv_usage, 0.0, kFullest);
    return kCrowdingSeconds * filled / (1 - filled);
}

}  // namespace

EndpointCost cost_at(const Endpoint& endpoint, const energy::TokenWork& work, double indexed_tokens,
                     const PaceFigures& pace, Moment now) {
    EndpointCost cost;
    const auto prompt = static_cast<double>(work.prompt_tokens);
    cost.indexed_tokens = std::min(prompt, indexed_tokens);
    cost.cached_tokens = cost.indexed_tokens * endpoint.state->cache_trust.share();
    cost.missed_tokens = prompt - cost.cached_tokens;
    const auto report = endpoint.report(now);
    const double ahead = tokens_ahead(*endpoint.state, pace.seconds_per_prompt_token / kReadingShare, now);
    cost.seconds_per_token = pace.seconds_per_prompt_token;
    cost.wait_seconds = pace.seconds_per_prompt_token * ahead +
                        pace.service_seconds * turns_to_wait(endpoint, report.get()) + crowding_seconds(report.get());
    cost.first_token_seconds =
        pace.base_seconds + pace.seconds_per_prompt_token * cost.missed_tokens + cost.wait_seconds;
    cost.seconds = cost.first_token_seconds + pace.seconds_per_output_token * static_cast<double>(work.output_tokens);
    return cost;
}

}  // namespace greeninfer::fleet
