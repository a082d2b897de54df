#pragma once
// What the answer that a preview announces would take, before it exists.
//
// Of the first model's answer alone, where it is cleanest: checks and larger models may come on top, so a saving that
// is held against it is not too large.
#include "pipeline/exchange.hpp"
#include "pipeline/lacking_models.hpp"

namespace greeninfer::pipeline {

// Once the models are decided.
PreviewEstimate estimate_full_run(const Exchange& exchange, const LackingModels& without_log_probabilities, Moment now);

}  // namespace greeninfer::pipeline
