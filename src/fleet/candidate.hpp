#pragma once
// An endpoint that could take the next attempt, with what speaks for and against it. Of one choice; private to it.
#include <boost/container/small_vector.hpp>
#include <memory>
#include <optional>
#include <tuple>

#include "fleet/endpoint_choice.hpp"
#include "fleet/endpoint_cost.hpp"

namespace greeninfer::fleet {

inline constexpr std::size_t kUsualEndpoints = 64;

template <class T>
using Few = boost::container::small_vector<T, kUsualEndpoints>;

// Predictions closer than that are the same: paces move by more from one answer to the next.
inline constexpr double kSameShare = 0.1;
inline constexpr double kSameAtAll = 0.002;  // seconds

struct Candidate {
    const std::shared_ptr<const Endpoint>* endpoint;
    bool was_tried;
    bool is_best;  // by carbon; true for all where that does not decide
    std::int64_t in_flight;
    std::size_t place;  // in the turn
    EndpointCost cost = {};
    bool is_told = false;         // its engine tells what is in its cache, in tokens that the prompt has too
    double filled_share = 0;      // of its cache, by the index
    double displaced_tokens = 0;  // of others, that will probably be read again
    double delay_seconds = 0;     // of others, for what it reads and another one has, and for what it displaces
    bool is_soon = false;         // as the one that would be taken without carbon
    bool is_held_back = false;    // what is under way there speaks against it
    std::uint64_t affinity = 0;   // to the session: the highest takes it
    std::optional<Carbon> carbon = {};
};

// The fewest in flight, then the turn.
inline std::tuple<std::int64_t, std::size_t> by_load(const Candidate& one) {
    return {one.in_flight, one.place};
}

// Predicts the cost of each, by its own pace where that is known and else by that of the others.
void predict(std::span<Candidate> candidates, const StrategyView& view, Moment now);

// Holds back those that have far more in flight than the others have on average; never the least busy one.
void guard_against_herding(std::span<Candidate> candidates);

// Of those that are not: holds back where the request would wait for others, and longer than until it began at the
// usual one, which the strategy would take if carbon did not count, or at the least busy one. With kv_aware notes which
// begin it as soon as the usual one: that may be later than the fastest, as it weighs whole answers.
void guard_against_queues(std::span<Candidate> candidates, Strategy strategy);

// Which of them the strategy takes; they are not empty.
Candidate& take_by_strategy(std::span<Candidate> candidates, Strategy strategy, bool explores);

// IT energy of the request there; 0 without a profile.
Energy energy_of(const Candidate& candidate, const StrategyView& view);

// The candidates and their figures for the receipt; `winner` is one of them.
WeighedEndpoints weigh(std::span<const Candidate> candidates, const Candidate& winner, const StrategyView& view);

}  // namespace greeninfer::fleet
