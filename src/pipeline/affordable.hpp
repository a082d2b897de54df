#pragma once
// Starts lower where a budget does not pay for the start that was chosen, and ends the climb where it would not pay for
// the next step. Down, but never to an apology: what the smallest model needs is asked again when it is reserved.
#include "pipeline/exchange.hpp"

namespace greeninfer::pipeline {

// Does nothing to a decision of the client's own. Pure: it goes by what was left when the request came in.
void keep_affordable(const Exchange& exchange, Decision& decision);

}  // namespace greeninfer::pipeline
