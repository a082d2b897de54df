#include "fleet/candidate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace greeninfer::fleet {

namespace {

// Predictions closer than that are the same: paces move by more from one answer to the next.
constexpr double kSameSeconds = 1.1;
constexpr double kSameAtAll = 0.002;
// More in flight than this share of the least busy one, and so many more: then it takes no part. As in SGLang's router.
constexpr double kHerdShare = 1.5;
constexpr double kHerdRequests = 32;
constexpr std::int64_t kNobody = std::numeric_limits<std::int64_t>::max();

PaceFigures mean_pace(std::span<const Candidate> candidates) {
    PaceFigures sum{0, 0, 0, 0};
    double count = 0;
    for (const Candidate& candidate : candidates) {
        const auto figures = (*candidate.endpoint)->state->pace.figures();
        if (!figures) continue;
        sum.base_seconds += figures->base_seconds;
        sum.seconds_per_prompt_token += figures->seconds_per_prompt_token;
        sum.seconds_per_output_token += figures->seconds_per_output_token;
        sum.service_seconds += figures->service_seconds;
        ++count;
    }
    if (count == 0) return {};
    return {sum.base_seconds / count, sum.seconds_per_prompt_token / count, sum.seconds_per_output_token / count,
            sum.service_seconds / count};
}

double tokens_by_text(const Endpoint& endpoint, const StrategyView& view) {
    const auto& prefix = endpoint.state->prefix;
    const double blocks = view.match && prefix ? view.match->blocks[prefix->number()] : 0;
    return blocks * kBlockBytes / kTextBytesPerToken;
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

Candidate& soonest_of(std::span<Candidate> candidates) {
    const auto seconds = [](const Candidate& one) { return one.cost.seconds; };
    const double best = seconds(*std::ranges::min_element(candidates, {}, seconds));
    const double same = best * kSameSeconds + kSameAtAll;
    return *std::ranges::min_element(candidates, {}, [&](const Candidate& one) {
        // Of those that are as soon, the one that has most of the prompt: it takes the least energy.
        return std::tuple(seconds(one) > same ? seconds(one) : 0, std::llround(one.cost.missed_tokens), one.in_flight,
                          one.place);
    });
}

}  // namespace

void predict(std::span<Candidate> candidates, const StrategyView& view, Moment now) {
    const PaceFigures usual = mean_pace(candidates);
    for (Candidate& candidate : candidates) {
        const Endpoint& endpoint = **candidate.endpoint;
        const auto own = endpoint.state->pace.figures();
        candidate.is_paced = own.has_value();
        const auto told = tokens_told(endpoint, view);
        candidate.is_told = told.has_value();
        // Texts that were sent a moment ago, and of which the engine has not told yet, count beside what it told.
        const double indexed = std::max(tokens_by_text(endpoint, view), told.value_or(0));
        candidate.cost = cost_at(endpoint, view.expected_work, indexed, own.value_or(usual), now);
    }
}

void guard_against_herding(std::span<Candidate> candidates) {
    const auto best = [](const Candidate& one) { return one.is_best ? one.in_flight : kNobody; };
    const std::int64_t least = best(*std::ranges::min_element(candidates, {}, best));
    const double most = static_cast<double>(least) * kHerdShare + kHerdRequests;
    for (Candidate& candidate : candidates) {
        if (static_cast<double>(candidate.in_flight) > most) candidate.is_best = false;
    }
}

Candidate& take_by_strategy(std::span<Candidate> candidates, Strategy strategy, bool explores) {
    const auto in_turn = [](const Candidate& one) { return one.place; };
    if (explores) return *std::ranges::min_element(candidates, {}, in_turn);
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
    return *std::ranges::min_element(candidates, {},
                                     [](const Candidate& one) { return std::tuple(one.in_flight, one.place); });
}

}  // namespace greeninfer::fleet
