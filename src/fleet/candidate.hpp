#pragma once
// An endpoint that could take the next attempt, with what speaks for and against it. Of one choice; private to it.
#include <boost/container/small_vector.hpp>
#include <memory>
#include <optional>

#include "fleet/endpoint_choice.hpp"
#include "fleet/endpoint_cost.hpp"

namespace greeninfer::fleet {

inline constexpr std::size_t kUsualEndpoints = 64;

template <class T>
using Few = boost::container::small_vector<T, kUsualEndpoints>;

struct Candidate {
    const std::shared_ptr<const Endpoint>* endpoint;
    bool was_tried;
    bool is_best;  // by carbon; true for all where that does not decide
    std::int64_t in_flight;
    std::size_t place;  // in the turn
    EndpointCost cost = {};
    bool is_paced = false;       // its own pace is known
    bool is_told = false;        // its engine tells what is in its cache, in tokens that the prompt has too
    std::uint64_t affinity = 0;  // to the session: the highest takes it
    std::optional<Carbon> carbon = {};
};

// Predicts the cost of each, by its own pace where that is known and else by that of the others.
void predict(std::span<Candidate> candidates, const StrategyView& view, Moment now);

// Takes the mark from those of the best that have far more in flight than the least busy of these, which keeps it.
void guard_against_herding(std::span<Candidate> candidates);

// Which of them the strategy takes; they are not empty.
Candidate& take_by_strategy(std::span<Candidate> candidates, Strategy strategy, bool explores);

// IT energy of the request there; 0 without a profile.
Energy energy_of(const Candidate& candidate, const StrategyView& view);

// The candidates and their figures for the receipt; `winner` is one of them.
WeighedEndpoints weigh(std::span<const Candidate> candidates, const Candidate& winner, const StrategyView& view);

}  // namespace greeninfer::fleet
