#pragma once
// What the gateway tells a caller about its answer: which model gave it, where, and why that one.
//
// Only what is known is said.
#include <string>

#include "net/field_lines.hpp"
#include "pipeline/exchange.hpp"

namespace greeninfer::pipeline {

// The receipt as a JSON object; empty when telemetry.receipt is not `body`. Token counts as known at the call.
std::string receipt_json(const Exchange& exchange, const Clock& clock);

// Adds the x-greeninfer-* fields that are known before the answer, unless telemetry.receipt is `off`.
void add_receipt_fields(const Exchange& exchange, net::FieldLines& out);

}  // namespace greeninfer::pipeline
