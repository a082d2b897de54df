#pragma once
// Green Efficiency Score, 0 to 100: how little carbon an answer of this quality took.
//
//     score = 100 * quality / (1 + grams / reference grams)
//
// The reference does the same work (reads the original prompt, writes as many tokens) at a fixed, published cost, so a
// fleet of one model is scored like any other. It is not a penalty by length, which would reward short wrong answers
// and punish questions that need long ones: length is in both grams, a wrong answer is in the quality, and what is left
// is what a decision can change: model, region, hour, cached and shortened prompts, attempts thrown away. Pure.
#include <cstdint>
#include <optional>

#include "base/units.hpp"

namespace greeninfer::energy {

// The published figure of the large tier, the default PUE and the world's average electricity (Ember): 50 points are
// what such a model scores with a sure answer. Fixed, so that scores of two years or two fleets compare.
inline constexpr Energy kReferenceOutputToken = Energy::milliwatt_hours(0.95);
inline constexpr Energy kReferencePromptToken = Energy::milliwatt_hours(0.95 / 12);
inline constexpr double kReferencePue = 1.2;
inline constexpr CarbonIntensity kReferenceIntensity = CarbonIntensity::grams_per_kilowatt_hour(472.94);

struct ScoredAnswer {
    std::uint64_t original_prompt_tokens = 0;  // before it was shortened, cached ones included
    std::uint64_t answer_tokens = 0;           // of the answer that was given
    std::optional<Carbon> carbon;              // of every attempt and check
    std::optional<double> quality;             // chance that the answer is right, 0 to 1: checked, or as scored before
};

Carbon reference_carbon(std::uint64_t prompt_tokens, std::uint64_t answer_tokens);

// Absent where carbon or quality is unknown, or nothing was written.
std::optional<int> green_score(const ScoredAnswer& answer);

}  // namespace greeninfer::energy
