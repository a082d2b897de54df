#pragma once
// The body of POST /chat and POST /analyze.
//
// Every known field is checked and honoured or refused with its name; unknown fields are ignored, since clients
// written for the first GreenInfer send some. The texts are copies: this is the small door, not the hot path.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "wire/padded_view.hpp"

namespace greeninfer::wire {

enum class NativeMode : std::uint8_t { eco, balanced, performance };
enum class PreviewChoice : std::uint8_t { automatic, always, never };
enum class ConfirmChoice : std::uint8_t { expand, different_angle, add_detail };
enum class TurnRole : std::uint8_t { system, user, assistant };

struct Turn {
    TurnRole role = TurnRole::user;
    std::string content;
};

struct Confirm {
    std::string preview_id;
    ConfirmChoice choice = ConfirmChoice::expand;
};

struct NativeRequest {
    std::string prompt;
    std::optional<NativeMode> mode;   // unknown: the service's default
    std::vector<Turn> context;        // oldest first
    std::vector<std::string> images;  // data URLs or http(s) URLs, at most 8
    std::optional<std::string> session_id;
    std::optional<std::uint32_t> max_tokens;
    bool stream = false;
    std::optional<PreviewChoice> preview;  // absent: never, but where only the decision is asked for
    std::optional<Confirm> confirm;
    std::optional<bool> optimize;               // whether the prompt may be made shorter
    std::optional<bool> brief;                  // whether a brief answer is wanted
    std::optional<std::uint32_t> defer_within;  // seconds that it may wait for cleaner electricity
};

// Faults: invalid_request (400) when the body is no JSON object, field_out_of_range (422) naming the field otherwise.
Result<NativeRequest> read_native_request(PaddedView body);

std::string_view to_string(NativeMode mode);
std::string_view to_string(ConfirmChoice choice);
std::string_view to_string(TurnRole role);

}  // namespace greeninfer::wire
