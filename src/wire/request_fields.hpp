#pragma once
// The fields of an OpenAI request that the gateway reads, one function for each; private to this layer.
#include <cstdint>
#include <string_view>

#include "wire/json_reader.hpp"
#include "wire/request_view.hpp"

namespace greeninfer::wire {

enum class Field : std::uint8_t {
    model,
    stream,
    stream_options,
    messages,
    prompt,
    input,
    n,
    max_tokens,
    max_completion_tokens,
    tools,
    functions,
    response_format,
    logprobs,
    tool_choice,
    none,  // one that is forwarded unread
};

Field field_named(std::string_view name);

// Takes `value` and notes in `view` what it says. Errors are as wrong() makes them.
Result<void> read_field(Field field, JsonReader& reader, ondemand::value value, RequestView& view);

}  // namespace greeninfer::wire
