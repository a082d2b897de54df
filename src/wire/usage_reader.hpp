#pragma once
// Reads a usage object in the middle of a larger reading; private to this layer.
#include <optional>

#include "wire/json_reader.hpp"
#include "wire/usage.hpp"

namespace greeninfer::wire {

// Takes `value`; nothing when it is not an object.
Result<std::optional<Usage>> take_usage(JsonReader& reader, ondemand::value value);

}  // namespace greeninfer::wire
