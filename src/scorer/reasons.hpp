#pragma once
// Says in words what moved a score most.
//
// Each reason is measured, not guessed: the score is worked out again as if the prompt were usual in one thing, and
// the difference in points is how much that thing did. Pure; the words are static.
#include <array>
#include <string_view>

#include "scorer/logits.hpp"

namespace greeninfer::scorer {

using Reasons = std::array<std::string_view, 3>;

inline constexpr std::string_view kReasonEmpty = "nothing to read";
inline constexpr std::string_view kReasonCourtesy = "nothing but a greeting or thanks";

// What moved the score by at least one point, strongest first; fewer than three leave empty words.
Reasons reasons_for(const Weights& weights, const Logits& message, double background_points, bool has_tools,
                    bool has_images);

}  // namespace greeninfer::scorer
