#pragma once
// The texts a model is to read: messages of a chat, prompts of a completion, inputs of an embedding. Private to this
// layer; errors are as wrong() makes them.
#include "wire/json_reader.hpp"
#include "wire/request_view.hpp"

namespace greeninfer::wire {

Result<void> read_messages(JsonReader& reader, ondemand::value value, RequestView& view);

// A string, a list of strings, a list of token ids, or a list of lists of token ids.
Result<void> read_inputs(JsonReader& reader, ondemand::value value, RequestView& view);

}  // namespace greeninfer::wire
