#include "scorer/score.hpp"

#include <algorithm>
#include <cmath>

namespace greeninfer::scorer {

namespace {

constexpr double kEverydayRaw = 0.03;  // the raw score of a sure everyday request
// More weight lifts more hard prompts of real users above 40 points and ranks FLASK's levels worse.
constexpr double kHardWeight = 0.75;
constexpr double kHardShift = -0.2;  // keeps prompts that are nowhere near "hard" where their level puts them

double lane(const Lanes& logits, Head head) {
    return logits[static_cast<std::size_t>(head)];
}

double points_of(const Knots& knots, double raw) {
    if (raw <= knots.front()) return kKnotScores.front();
    for (std::size_t at = 1; at < knots.size(); ++at) {
        if (raw > knots[at]) continue;
        const double part = (raw - knots[at - 1]) / (knots[at] - knots[at - 1]);
        return kKnotScores[at - 1] + part * (kKnotScores[at] - kKnotScores[at - 1]);
    }
    return kKnotScores.back();
}

}  // namespace

double chance_of(double logit) {
    return 1 / (1 + std::exp(-std::clamp(logit, -30.0, 30.0)));
}

double logit_of(double chance) {
    const double inside = std::clamp(chance, 1e-6, 1 - 1e-6);
    return std::log(inside / (1 - inside));
}

Difficulty difficulty_of(const Weights& weights, const Lanes& logits) {
    Difficulty difficulty;
    difficulty.everyday_chance = chance_of(lane(logits, Head::everyday));
    const double hard = chance_of(lane(logits, Head::hard));
    difficulty.level = chance_of(lane(logits, Head::level) + kHardWeight * hard + kHardShift);
    const double gate = difficulty.everyday_chance;
    difficulty.points = points_of(weights.knots, (1 - gate) * difficulty.level + gate * kEverydayRaw);
    return difficulty;
}

Chances p_right_of(const Lanes& logits, double everyday_chance) {
    constexpr std::array kHeads{Head::small, Head::medium, Head::large};
    Chances chances{};
    for (std::size_t tier = 0; tier < chances.size(); ++tier) {
        chances[tier] =
            (1 - everyday_chance) * chance_of(lane(logits, kHeads[tier])) + everyday_chance * kEverydayRight[tier];
    }
    return chances;
}

}  // namespace greeninfer::scorer
