#pragma once
// Takes values out of a provider's JSON without ever turning what is missing, null or of another type into a number.
//
// Answers are small and read once in fifteen minutes, so a document in memory is the simplest way. Pure functions.
#include <simdjson.h>

#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "grid/source_error.hpp"

namespace greeninfer::grid {

using JsonElement = simdjson::dom::element;
using JsonValue = simdjson::simdjson_result<simdjson::dom::element>;

// The document's root, valid as long as the parser. Fails with malformed.
Sourced<JsonElement> parse_json(simdjson::dom::parser& parser, std::string_view text);

// A finite number; nothing for anything else.
std::optional<double> number_in(const JsonValue& value);
// The same, where a provider writes numbers as text (the EIA has since 2024).
std::optional<double> number_or_text_in(const JsonValue& value);
// Empty when it is no text. Valid as long as the parser.
std::string_view text_in(const JsonValue& value);
std::optional<WallTime> time_in(const JsonValue& value);
// None when it is no array.
std::vector<JsonElement> elements_in(const JsonValue& value);

}  // namespace greeninfer::grid
