#pragma once
// What a request is expected to take at one endpoint: seconds, by what waits there and what of the prompt it has.
//
//     first token = base + seconds per token x (tokens sent ahead + tokens missed) + queue + crowding
//
// Grams follow from the tokens missed (endpoint_choice.cpp), so a warm cache is worth time and carbon alike. Pure.
#include <optional>

#include "energy/estimate.hpp"
#include "fleet/endpoint.hpp"

namespace greeninfer::fleet {

struct EndpointCost {
    double cached_tokens = 0;   // that it probably has, corrected by what it reported before
    double indexed_tokens = 0;  // as the index says, uncorrected
    double missed_tokens = 0;
    double seconds_per_token = 0;  // that is missed
    double wait_seconds = 0;       // of the next, for others that were sent there before
    double first_token_seconds = 0;
    double seconds = 0;  // of the whole answer
};

// A token of text in bytes, as everywhere where no tokenizer is at hand.
inline constexpr double kTextBytesPerToken = 4;

// `indexed_tokens` are those that the index says it has; `pace` is its own where it is known, else that of its kind.
EndpointCost cost_at(const Endpoint& endpoint, const energy::TokenWork& work, double indexed_tokens,
                     const PaceFigures& pace, Moment now);

}  // namespace greeninfer::fleet
