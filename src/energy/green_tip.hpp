#pragma once
// The one thing that would have saved most carbon on this very request, with how much.
//
// Advice that does not follow from the request is noise that people learn to skip, so each tip is computed from the
// request's own figures, the largest saving wins, and below a floor there is none to give. Pure.
#include <cstdint>
#include <optional>
#include <string>

#include "base/units.hpp"

namespace greeninfer::energy {

struct RequestFacts {
    std::optional<Carbon> carbon;                 // of every attempt and check
    std::optional<Carbon> discarded;              // the part of answers that were thrown away, and of their checks
    std::optional<Carbon> smaller_model;          // what the next smaller model would have taken for this answer
    std::optional<double> smaller_model_quality;  // chance that it would have been right
    double quality_target = 0.95;                 // at or above it that chance is good enough
    std::optional<Carbon> prompt;                 // the part of reading prompts
    std::uint64_t prompt_tokens = 0;
    std::uint64_t cached_tokens = 0;
    std::optional<CarbonIntensity> intensity;    // now, in the zone that answered
    std::optional<CarbonIntensity> best_within;  // the least that is forecast for the next hours, of the same signal
    std::optional<double> best_in_hours;
};

enum class TipKind : std::uint8_t {
    start_larger,   // attempts thrown away
    start_smaller,  // a smaller model would have done
    wait,           // cleaner electricity is forecast
    reuse_prompt,   // a long prompt was read anew
    nothing,        // nothing above the floor
};

struct GreenTip {
    TipKind kind = TipKind::nothing;
    double saving = 0;  // share of the request's carbon
};

inline constexpr double kWorthATip = 0.05;
// Servers share prefixes of whole blocks; below this there is little to share (OpenAI's cache begins at 1024 tokens).
inline constexpr std::uint64_t kLongPromptTokens = 1024;

GreenTip green_tip(const RequestFacts& facts);  // nothing where the carbon is unknown
std::string words_of(const GreenTip& tip, const RequestFacts& facts);

}  // namespace greeninfer::energy
