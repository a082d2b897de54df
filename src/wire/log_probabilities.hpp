#pragma once
// Log-probabilities of the tokens of an answer: what they add up to, and how they are taken out of an answer whose
// client never asked for them.
//
// Servers clamp, leave out or invent them: -9999 for "none", null, NaN, numbers above 0. One such token makes the rest
// no evidence either, so a summary is either of sound numbers alone or not there.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace greeninfer::wire {

struct LogProbabilitySummary {
    double mean = 0;   // natural logarithm, at most 0
    double least = 0;  // of the most doubtful token
    std::size_t tokens = 0;
};

// Whether a server may say so of a token that it gave: finite, not clamped, and at most 0 but for rounding.
bool is_log_probability(double value);

// A reply, or the data of one event, with null for each choice's "logprobs". Fault upstream_failed when it is no JSON.
Result<std::string> without_log_probabilities(std::string_view json);
// The same for each event of a whole stream, [DONE] included. Comments are left out.
Result<std::string> events_without_log_probabilities(std::string_view events);

}  // namespace greeninfer::wire
