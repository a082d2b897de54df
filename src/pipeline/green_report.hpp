#pragma once
// The Green Efficiency Score of an answer and the one tip that follows from its own figures (docs/ENERGY.md).
#include <optional>
#include <string>

#include "pipeline/bill.hpp"
#include "pipeline/exchange.hpp"

namespace greeninfer::pipeline {

// 0 to 100; absent where carbon, tokens or the chance of a right answer are unknown.
std::optional<int> green_score_of(const Exchange& exchange, const Bill& bill);

// Absent where the carbon is unknown.
std::optional<std::string> green_tip_of(const Exchange& exchange, const Bill& bill, WallTime now);

}  // namespace greeninfer::pipeline
