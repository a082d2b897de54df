#pragma once
// What the cascade must know of a whole answer before it decides whether the answer may leave.
//
// Read once per held answer, from the JSON reply that the answer is or was assembled to. Pure.
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "wire/log_probabilities.hpp"

namespace greeninfer::wire {

// Of the first choice.
struct AnswerView {
    std::string text;                   // UTF-8
    std::string finish_reason;          // empty: not said
    bool has_refusal = false;           // the server itself marks the answer as a refusal
    std::size_t tool_calls = 0;         // calls of tools, the legacy function_call included
    bool has_broken_arguments = false;  // of a call: not JSON
    // Of the answer's tokens; nothing when any of them is missing or unsound.
    std::optional<LogProbabilitySummary> log_probabilities;
    bool has_log_probabilities_member = false;  // the server knows the field, whatever it wrote there
};

// Whether `text` is JSON and nothing else but white space around it.
bool is_whole_json(std::string_view text);

// Fault upstream_failed when `reply` is not JSON or has no choice.
Result<AnswerView> read_answer_view(std::string_view reply);

}  // namespace greeninfer::wire
