#include "testing/fleet_plan.hpp"

#include <algorithm>

namespace greeninfer::testing {

EngineRates rates_of(const FleetPlan& plan) {
    EngineRates rates;
    rates.cached_prefixes = plan.cached_prefixes;
    return rates;
}

double requests_per_second_at_most(const FleetPlan& plan) {
    const EngineRates rates;
    const auto context =
        static_cast<double>(plan.shared_tokens + plan.own_tokens) + static_cast<double>(plan.output_tokens) / 2;
    const double step_share = rates.step_seconds / static_cast<double>(rates.sequences_max);
    const double writing = rates.seconds_per_sequence + context * rates.seconds_per_context_token + step_share;
    const double seconds = static_cast<double>(plan.own_tokens) * rates.seconds_per_prompt_token +
                           static_cast<double>(plan.output_tokens) * writing;
    return static_cast<double>(plan.endpoints) / seconds;
}

void FleetOutcome::add(const FleetOutcome& other) {
    answered += other.answered;
    sent_again += other.sent_again;
    broken_off += other.broken_off;
    unanswered += other.unanswered;
    prompt_tokens += other.prompt_tokens;
    cached_tokens += other.cached_tokens;
    joules += other.joules;
    grams += other.grams;
    fleet_grams += other.fleet_grams;
    first_token_seconds.insert(first_token_seconds.end(), other.first_token_seconds.begin(),
                               other.first_token_seconds.end());
}

double FleetOutcome::first_token_at(double quantile) const {
    if (first_token_seconds.empty()) return 0;
    std::vector<double> times = first_token_seconds;
    const auto place = static_cast<std::ptrdiff_t>(quantile * static_cast<double>(times.size() - 1));
    std::ranges::nth_element(times, times.begin() + place);
    return times[static_cast<std::size_t>(place)];
}

}  // namespace greeninfer::testing
