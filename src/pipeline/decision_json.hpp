#pragma once
// A decision in words and numbers: one writer for receipts and analyses, so that both say the same.
#include <optional>
#include <string>
#include <vector>

#include "pipeline/exchange.hpp"
#include "wire/json_writer.hpp"

namespace greeninfer::pipeline {

// "complexity": score, label, strongest reasons. Nothing when the request was not scored.
void write_complexity(const Decision& decision, wire::JsonWriter& writer);
// "p_right": the chance that each tier answers well. Nothing when the request was not scored.
void write_chances(const Decision& decision, wire::JsonWriter& writer);
// The object "p_right" alone.
std::optional<std::string> chances_json(const Decision& decision);
// The strongest reasons for the score, in words.
std::vector<std::string_view> complexity_reasons(const scorer::Assessment& assessment);
// "candidates": what was weighed.
void write_candidates(const Decision& decision, wire::JsonWriter& writer);

}  // namespace greeninfer::pipeline
