#pragma once
// Why an answer is the one that it is: the members of a native reply for people who ask "why this model?".
//
// The same facts as the receipt of the OpenAI dialect, in the names of the native one. Objects come as JSON that the
// receipt's own writers made, so that both dialects say the same. What is not known yet is absent.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greeninfer::wire {

class JsonWriter;

struct NativeExplanation {
    std::optional<std::string> region;                 // where it was made
    std::optional<std::string> decision;               // why this model, in words
    std::optional<std::string> mode_moved_by;          // why the mode is not the one asked for
    std::vector<std::string_view> complexity_reasons;  // static; the strongest first; empty: it was not scored
    std::optional<std::string> p_right_json;           // an object, JSON already: of each tier
    std::optional<std::string> cascade_json;           // likewise: how the answer was judged
    std::optional<std::string> placement_json;         // likewise: why this endpoint
    std::optional<std::string> deferral_json;          // likewise: what the request waited for
    std::optional<std::uint64_t> attempts;             // checks not counted
};

void write_native_explanation(const NativeExplanation& explanation, JsonWriter& writer);

}  // namespace greeninfer::wire
