#include "grid/json_answer.hpp"

#include <charconv>
#include <cmath>

#include "grid/timestamp.hpp"

namespace greeninfer::grid {

Sourced<JsonElement> parse_json(simdjson::dom::parser& parser, std::string_view text) {
    const JsonValue root = parser.parse(text.data(), text.size());
    if (root.error() != simdjson::SUCCESS) return no_figure(SourceFault::malformed, "the answer is not JSON");
    return root.value_unsafe();
}

std::optional<double> number_in(const JsonValue& value) {
    double number = 0;
    if (value.get(number) != simdjson::SUCCESS || !std::isfinite(number)) return std::nullopt;
    return number;
}

std::optional<double> number_or_text_in(const JsonValue& value) {
    const std::string_view text = text_in(value);
    if (text.empty()) return number_in(value);
    double number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
    return number;
}

std::string_view text_in(const JsonValue& value) {
    std::string_view text;
    return value.get(text) == simdjson::SUCCESS ? text : std::string_view();
}

std::optional<WallTime> time_in(const JsonValue& value) {
    return parse_timestamp(text_in(value));
}

std::vector<JsonElement> elements_in(const JsonValue& value) {
    simdjson::dom::array array;
    if (value.get(array) != simdjson::SUCCESS) return {};
    return {array.begin(), array.end()};
}

}  // namespace greeninfer::grid
