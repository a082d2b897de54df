#pragma once
// What a warm prefix cache and a clean place spared one attempt, against what would have happened without them.
//
// Nobody can measure what did not happen: both are estimates from the attempt's own figures, and each has its own
// baseline. Pure functions of the exchange.
#include <optional>

#include "energy/gain_metrics.hpp"
#include "pipeline/charge.hpp"

namespace greeninfer::pipeline {

// Against reading the whole prompt, by the model's own profile. Nothing where no cached tokens were reported.
std::optional<energy::PrefixGain> prefix_gain_of(const Charge& charge, const Exchange& exchange);

// Against spreading requests evenly over the model's places that can answer: the same IT energy at their mean of
// PUE x g/kWh. For the attempt that runs now. Nothing where carbon did not decide, or among a single place.
std::optional<Carbon> green_routing_gain_of(const Charge& charge, const Exchange& exchange);

// Against sending the prompt to the model's endpoints in turn, as the index knew them when it was placed. Where the
// endpoint reported what its cache had, that counts and not the guess. For the attempt that runs now. Nothing where it
// was not placed by its prefix.
std::optional<energy::RoutingGain> routing_gain_of(const Charge& charge, const Exchange& exchange);

}  // namespace greeninfer::pipeline
