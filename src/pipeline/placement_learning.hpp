#pragma once
// What an attempt that has ended teaches about its endpoint: how quickly it reads and writes, and how much of the
// prompt its cache really had.
//
// For dispatch, once per attempt, on its core.
#include "pipeline/exchange.hpp"

namespace greeninfer::pipeline {

// Nothing where the attempt brought no answer.
void learn_from(const Exchange& exchange, Moment now);

}  // namespace greeninfer::pipeline
