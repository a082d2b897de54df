#pragma once
// The best evidence there is for the IT energy of one attempt, in this order: what the model server itself reported, a
// share of what a meter counted, a model of the hardware with its live occupancy, tokens times a coefficient.
//
// One place decides it, so that no figure claims more than stands behind it.
#include <optional>

#include "energy/estimate.hpp"
#include "pipeline/charge.hpp"

namespace greeninfer::pipeline {

// Nothing where no meter saw the attempt and its tokens are unknown.
std::optional<energy::Estimate> best_estimate(const Charge& charge);

// The tokens of a charge; nothing unless both counts are known.
std::optional<energy::TokenWork> work_of(const Charge& charge);

}  // namespace greeninfer::pipeline
