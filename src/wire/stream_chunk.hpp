#pragma once
// One event of an OpenAI stream, parsed: what the filter must know of it, and where it can be cut. Private to this
// layer. Spans point into the data that was read.
#include <cstddef>
#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "wire/request_view.hpp"
#include "wire/usage.hpp"

namespace greeninfer::wire {

struct StreamChunk {
    bool is_error = false;     // an "error" member that says something
    bool has_choices = false;  // at least one
    bool has_content = false;  // some choice has text, a tool call, logprobs, or other content
    bool has_finish = false;   // some choice ends
    std::optional<Usage> usage;
    EnergyReport reported_energy;    // an object `energy` beside the choices
    Span usage_member;               // with name and comma, so that what is left without it is still JSON
    std::size_t receipt_offset = 0;  // where a further member goes
};

// Fault upstream_failed when `data` is not a JSON object.
Result<StreamChunk> read_stream_chunk(std::string_view data);

}  // namespace greeninfer::wire
