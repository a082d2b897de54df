#include "energy/green_score.hpp"

#include <algorithm>
#include <cmath>

namespace greeninfer::energy {

Carbon reference_carbon(std::uint64_t prompt_tokens, std::uint64_t answer_tokens) {
    const Energy energy = kReferencePromptToken * static_cast<double>(prompt_tokens) +
                          kReferenceOutputToken * static_cast<double>(answer_tokens);
    return energy * kReferencePue * kReferenceIntensity;
}

std::optional<int> green_score(const ScoredAnswer& answer) {
    if (!answer.carbon || !answer.quality || answer.answer_tokens == 0) return std::nullopt;
    const Carbon reference = reference_carbon(answer.original_prompt_tokens, answer.answer_tokens);
    const double score = 100 * std::clamp(*answer.quality, 0.0, 1.0) / (1 + *answer.carbon / reference);
    return static_cast<int>(std::lround(std::clamp(score, 0.0, 100.0)));
}

}  // namespace greeninfer::energy
