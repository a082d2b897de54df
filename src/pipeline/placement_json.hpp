#pragma once
// Where and when an answer was made, and why there and then: one writer for receipts and native replies.
#include <optional>
#include <string>
#include <string_view>

#include "pipeline/exchange.hpp"
#include "wire/json_writer.hpp"

namespace greeninfer::pipeline {

// Of the last attempt; nothing where the configuration does not say it.
std::optional<std::string_view> region_of(const Outcome& outcome);

// The object "placement": why this endpoint. Nothing where neither carbon nor a prefix decided.
std::optional<std::string> placement_json(const Outcome& outcome);

// The object "deferral": how long the request waited. Nothing where it did not say that it may.
std::optional<std::string> deferral_json(const Outcome& outcome);

// "placement" and "deferral", as far as there are any.
void write_placement(const Outcome& outcome, wire::JsonWriter& writer);

}  // namespace greeninfer::pipeline
