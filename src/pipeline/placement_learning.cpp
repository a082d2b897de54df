#include "pipeline/placement_learning.hpp"

#include <algorithm>

#include "pipeline/prompt_blocks.hpp"

namespace greeninfer::pipeline {

namespace {

double output_tokens(const Outcome& outcome) {
    const auto reported = outcome.usage ? outcome.usage->completion_tokens : std::nullopt;
    return static_cast<double>(reported.value_or(outcome.estimated_tokens));
}

std::optional<double> reported_cached_tokens(const Outcome& outcome) {
    if (!outcome.usage || outcome.usage->cached_tokens.state != wire::CachedTokens::State::known) return std::nullopt;
    return static_cast<double>(outcome.usage->cached_tokens.tokens);
}

double expected_prompt_tokens(const Exchange& exchange) {
    return static_cast<double>(tokens_to_place(exchange));
}

// All that is learnt is for predictions, and these are mostly made of tokens as the bytes of a prompt let expect them.
// So what an engine reports, in tokens of its own, is taken as a share of its prompt; else the difference between the
// two would look like a cache that has less than was thought, or a pace that is not its own.
double expected_per_reported_token(const Exchange& exchange) {
    const auto& usage = exchange.outcome.usage;
    const double reported = usage ? static_cast<double>(usage->prompt_tokens.value_or(0)) : 0;
    return reported > 0 ? expected_prompt_tokens(exchange) / reported : 1;
}

// Its own by what was reported, where that is known, and those that were sent ahead of it.
double tokens_read(const Exchange& exchange) {
    const auto cached = reported_cached_tokens(exchange.outcome);
    const double ahead = exchange.outcome.placed ? exchange.outcome.placed->tokens_ahead() : 0;
    const double prompt = expected_prompt_tokens(exchange);
    if (cached) return ahead + std::max(0.0, prompt - *cached * expected_per_reported_token(exchange));
    return exchange.outcome.placed ? exchange.outcome.placed->tokens_to_read() : prompt;
}

void learn_pace(const Exchange& exchange, Moment now) {
    const Outcome& outcome = exchange.outcome;
    fleet::Pace& pace = outcome.endpoint->state->pace;
    const Moment sent = outcome.sent_at.value_or(now);
    const Moment ended = outcome.answer_ended_at.value_or(now);
    pace.record_service(ended - sent);
    if (!outcome.first_token_at) {
        pace.record_whole(tokens_read(exchange), output_tokens(outcome), ended - sent);
        return;
    }
    pace.record_first_token(tokens_read(exchange), *outcome.first_token_at - sent);
    pace.record_output(output_tokens(outcome) - 1, ended - *outcome.first_token_at);
}

void learn_cache(const Exchange& exchange) {
    const Outcome& outcome = exchange.outcome;
    const auto cached = reported_cached_tokens(outcome);
    const fleet::EndpointState& state = *outcome.endpoint->state;
    if (!cached || !outcome.placement.weighed || !state.prefix) return;
    const bool is_cold = outcome.endpoint->state->cache_trust.record(outcome.placement.weighed->indexed_tokens,
                                                                     *cached * expected_per_reported_token(exchange),
                                                                     expected_prompt_tokens(exchange));
    if (!is_cold) return;
    state.prefix->index().clear(state.prefix->number());
    // This prompt is there now.
    if (exchange.prefix) state.prefix->index().confirm(state.prefix->number(), exchange.prefix->blocks, Moment());
}

}  // namespace

void learn_from(const Exchange& exchange, Moment now) {
    if (!exchange.outcome.sent_at || !exchange.outcome.answer_began_at) return;
    learn_pace(exchange, now);
    learn_cache(exchange);
}

}  // namespace greeninfer::pipeline
