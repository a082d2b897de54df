// What each endpoint would take for a prompt, by its pace, its cache and what waits there.
#include <algorithm>
#include <limits>

#include "fleet/candidate.hpp"

namespace greeninfer::fleet {

namespace {

// After so many answers what a token takes is half its own and half what it takes the others: the first two or three
// may say that reading is free, and in a large fleet there is always one of which they do.
constexpr double kFewAnswers = 4;

void add(PaceFigures& sum, const PaceFigures& one) {
    sum.base_seconds += one.is_reading_known ? one.base_seconds : 0;
    sum.seconds_per_prompt_token += one.is_reading_known ? one.seconds_per_prompt_token : 0;
    sum.seconds_per_output_token += one.seconds_per_output_token;
    sum.service_seconds += one.service_seconds;
}

// The time that the quickest was measured to take; nothing where none was.
std::optional<double> quickest_seconds(std::span<const Candidate> candidates, Moment now) {
    std::optional<double> quickest;
    for (const Candidate& candidate : candidates) {
        const auto measured = (*candidate.endpoint)->state->latency.at(now);
        if (!measured) continue;
        const double seconds = Seconds(*measured).count();
        quickest = std::min(quickest.value_or(seconds), seconds);
    }
    return quickest;
}

// The mean of those that were asked lately; of none of them, a guess with the time that the quickest was measured to
// take.
PaceFigures usual_pace(std::span<const Candidate> candidates, Moment now) {
    PaceFigures sum{0, 0, 0, 0}, usual;
    double count = 0, count_reading = 0;
    for (const Candidate& candidate : candidates) {
        const EndpointState& state = *(*candidate.endpoint)->state;
        const auto figures = state.pace.figures();
        if (!figures || state.latency.is_forgotten(now)) continue;
        add(sum, *figures);
        ++count;
        count_reading += figures->is_reading_known ? 1 : 0;
    }
    if (count > 0) usual.seconds_per_output_token = sum.seconds_per_output_token / count;
    if (count > 0) usual.service_seconds = sum.service_seconds / count;
    if (count_reading > 0) {
        usual.base_seconds = sum.base_seconds / count_reading;
        usual.seconds_per_prompt_token = sum.seconds_per_prompt_token / count_reading;
    } else if (const auto quickest = quickest_seconds(candidates, now)) {
        usual.base_seconds = *quickest;
    }
    return usual;
}

// Its own figures, and of those that are not known of it the usual ones: what only greeted so far is not the quickest.
// Once it has long not been asked its pace is the others' again, so that who was slow is tried again.
PaceFigures pace_of(const EndpointState& state, const PaceFigures& usual, Moment now) {
    const auto own = state.latency.is_forgotten(now) ? std::nullopt : state.pace.figures();
    PaceFigures pace = own.value_or(usual);
    if (own && pace.is_reading_known) {
        const double known = pace.answers / (pace.answers + kFewAnswers);
        pace.seconds_per_prompt_token =
            known * pace.seconds_per_prompt_token + (1 - known) * usual.seconds_per_prompt_token;
        return pace;
    }
    pace.base_seconds = usual.base_seconds;
    pace.seconds_per_prompt_token = usual.seconds_per_prompt_token;
    if (const auto measured = state.latency.at(now)) pace.base_seconds = Seconds(*measured).count();
    return pace;
}

constexpr double kTokensPerBlock = kBlockBytes / kTextBytesPerToken;

double tokens_by_text(const Endpoint& endpoint, const StrategyView& view) {
    const auto& prefix = endpoint.state->prefix;
    return view.match && prefix ? view.match->blocks[prefix->number()] * kTokensPerBlock : 0;
}

// By what its engine tells; nothing where that cannot be compared with the prompt.
std::optional<double> tokens_told(const Endpoint& endpoint, const StrategyView& view) {
    if (view.token_chains.empty()) return std::nullopt;
    const auto told = endpoint.state->tokens.load();
    if (!told) return std::nullopt;
    for (const TokenChain& chain : view.token_chains) {
        if (chain.tokens_per_block != told->tokens_per_block) continue;
        return static_cast<double>(chain.match.blocks[told->place->number()]) *
               static_cast<double>(chain.tokens_per_block);
    }
    return std::nullopt;
}

double filled_share(const Endpoint& endpoint) {
    const auto& prefix = endpoint.state->prefix;
    return prefix ? prefix->index().filled_share(prefix->number()) : 0;
}

// Whoever is answered there waits while a prompt is read that is in another one's cache. That is nothing to this
// request; but a fleet in which each goes by its own time alone reads most of its prompts twice, and stands still at
// half of what it can do. So does whoever comes back to what was displaced.
void add_delays(std::span<Candidate> candidates) {
    double least_missed = std::numeric_limits<double>::infinity();
    for (const Candidate& one : candidates) least_missed = std::min(least_missed, one.cost.missed_tokens);
    for (Candidate& one : candidates) {
        const double delaying = (one.cost.missed_tokens - least_missed) * static_cast<double>(one.in_flight);
        one.delay_seconds = one.cost.seconds_per_token * (delaying + one.displaced_tokens);
    }
}

}  // namespace

void predict(std::span<Candidate> candidates, const StrategyView& view, Moment now) {
    const PaceFigures usual = usual_pace(candidates, now);
    for (Candidate& candidate : candidates) {
        const Endpoint& endpoint = **candidate.endpoint;
        const auto told = tokens_told(endpoint, view);
        candidate.is_told = told.has_value();
        candidate.filled_share = filled_share(endpoint);
        // Texts that were sent a moment ago, and of which the engine has not told yet, count beside what it told.
        double indexed = std::max(tokens_by_text(endpoint, view), told.value_or(0));
        if (const auto& held = endpoint.state->held_prompts; held && view.match) {
            const auto prospect = held->prospect(view.prompt);
            indexed = std::min(indexed, static_cast<double>(prospect.found_blocks) * kTokensPerBlock);
            candidate.displaced_tokens =
                static_cast<double>(prospect.displaced_blocks) * kTokensPerBlock * HeldPrompts::kReturns;
        }
        candidate.cost = cost_at(endpoint, view.expected_work, indexed, pace_of(*endpoint.state, usual, now), now);
    }
    add_delays(candidates);
}

}  // namespace greeninfer::fleet
