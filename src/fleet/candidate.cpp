#include "fleet/candidate.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace greeninfer::fleet {

namespace {

// Predictions closer than that are the same: paces move by more from one answer to the next.
constexpr double kSameShare = 0.1;
constexpr double kSameSeconds = 1 + kSameShare;
constexpr double kSameAtAll = 0.002;
constexpr double kSameTokens = 16;
constexpr double kNever = std::numeric_limits<double>::infinity();
// More in flight than this share of what the others have on average, and so many more: then it takes no part. Against
// the least busy, as in SGLang's router, one that comes back with nothing to do would shut out all the others.
constexpr double kHerdShare = 1.5;
constexpr double kHerdRequests = 32;

constexpr double kLongestExploring = 2;
// From then on the next beginning displaces another one. With 0.95 a fleet's clean caches were a little too full
// already.
constexpr double kFilled = 0.9;

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

std::tuple<std::int64_t, std::size_t> by_load(const Candidate& one) {
    return {one.in_flight, one.place};
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

double tokens_to_read(const Candidate& one) {
    return one.cost.missed_tokens + one.displaced_tokens;
}

// What it would read has a place without displacing another beginning.
bool has_room(const Candidate& one) {
    return one.filled_share < kFilled || one.cost.cached_tokens >= one.cost.missed_tokens;
}

// Of those that are as soon, counting their own seconds and those of others, one that has most of the prompt: it takes
// the least energy. Of those that have as much of it, where carbon counts the cleanest that has room, then the least
// busy, and then the one with most room: a short beginning that all prompts share would otherwise bring all of them to
// the one that had it first, where they displace each other while others stay empty.
Candidate& soonest_of(std::span<Candidate> candidates) {
    const auto seconds = [](const Candidate& one) { return one.cost.seconds + one.delay_seconds; };
    const double best = seconds(*std::ranges::min_element(candidates, {}, seconds));
    const double same = best * kSameSeconds + kSameAtAll;
    const auto missed = [&](const Candidate& one) { return seconds(one) > same ? kNever : tokens_to_read(one); };
    const double least_missed = missed(*std::ranges::min_element(candidates, {}, missed));
    const double as_little = least_missed * kSameSeconds + kSameTokens;
    const auto grams = [&](const Candidate& one) {
        return missed(one) > as_little || !one.carbon || !has_room(one) ? kNever : one.carbon->as_grams();
    };
    const double least_grams = grams(*std::ranges::min_element(candidates, {}, grams));
    return *std::ranges::min_element(candidates, {}, [&](const Candidate& one) {
        return std::tuple(seconds(one) > same ? seconds(one) : 0, missed(one) > as_little ? missed(one) : 0,
                          grams(one) > least_grams * kSameSeconds ? grams(one) : 0, one.in_flight, one.filled_share,
                          one.place);
    });
}

// In turn, of those whose first token comes after at most kLongestExploring times as long as the soonest one's: what
// one learns by asking is not worth a long beginning read anew, and one in a hundred such is what a 99th percentile
// shows.
Candidate& next_to_explore(std::span<Candidate> candidates) {
    const auto first_token = [](const Candidate& one) { return one.cost.first_token_seconds; };
    const double soonest = first_token(*std::ranges::min_element(candidates, {}, first_token));
    const double latest = soonest * kLongestExploring + kSameAtAll;
    return *std::ranges::min_element(
        candidates, {}, [&](const Candidate& one) { return std::pair(first_token(one) > latest, one.place); });
}

// Whoever is answered there waits while a prompt is read that is in another one's cache. That is nothing to this
// request; but a fleet in which each goes by its own time alone reads most of its prompts twice, and stands still at
// half of what it can do. So does whoever comes back to what was displaced.
void add_delays(std::span<Candidate> candidates) {
    double least_missed = kNever;
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

void guard_against_herding(std::span<Candidate> candidates) {
    double sum = 0;
    for (const Candidate& candidate : candidates) sum += static_cast<double>(candidate.in_flight);
    const auto others = static_cast<double>(std::max<std::size_t>(1, candidates.size() - 1));
    for (Candidate& candidate : candidates) {
        const auto own = static_cast<double>(candidate.in_flight);
        candidate.is_held_back = own > (sum - own) / others * kHerdShare + kHerdRequests && candidates.size() > 1;
    }
}

void guard_against_queues(std::span<Candidate> candidates, Strategy strategy) {
    Candidate& usual = take_by_strategy(candidates, strategy, false);
    const Candidate& least_busy = *std::ranges::min_element(candidates, {}, by_load);
    const double usual_seconds = usual.cost.first_token_seconds + kSameAtAll;
    const double latest = std::max(usual_seconds, least_busy.cost.first_token_seconds + kSameAtAll);
    for (Candidate& one : candidates) {
        const double begins_after = one.cost.first_token_seconds + one.delay_seconds;
        const double own_seconds = one.cost.first_token_seconds - one.cost.wait_seconds;
        const bool waits = one.cost.wait_seconds > own_seconds * kSameShare + kSameAtAll;
        one.is_soon = strategy == Strategy::kv_aware && (begins_after <= usual_seconds || &one == &usual);
        one.is_held_back = waits && begins_after > latest && &one != &usual;
    }
}

Candidate& take_by_strategy(std::span<Candidate> candidates, Strategy strategy, bool explores) {
    const auto in_turn = [](const Candidate& one) { return one.place; };
    if (explores) return next_to_explore(candidates);
    switch (strategy) {
        case Strategy::kv_aware:
            return soonest_of(candidates);
        case Strategy::round_robin:
            return *std::ranges::min_element(candidates, {}, in_turn);
        case Strategy::session:
            return *std::ranges::max_element(candidates, {}, &Candidate::affinity);
        case Strategy::least_busy:
            break;
    }
    return *std::ranges::min_element(candidates, {}, by_load);
}

}  // namespace greeninfer::fleet
