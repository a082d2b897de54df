#include "energy/usage_habits.hpp"

namespace greeninfer::energy {

namespace {

// What earlier answers count for when another one ends: some 20 are remembered. A choice.
constexpr double kFade = 0.95;

void fade_in(double& sum, double next) {
    sum = sum * kFade + next;
}

}  // namespace

void UsageHabits::learn(const TokenWork& reported, std::uint64_t pieces, std::uint64_t expected_prompt_tokens,
                        std::chrono::duration<double> presence) {
    const auto output = static_cast<double>(reported.output_tokens);
    if (pieces > 0 && reported.output_tokens > 0) {
        fade_in(pieces_, static_cast<double>(pieces));
        fade_in(piece_tokens_, output);
    }
    if (expected_prompt_tokens > 0 && reported.prompt_tokens > 0) {
        fade_in(expected_, static_cast<double>(expected_prompt_tokens));
        fade_in(uncached_, static_cast<double>(reported.uncached_tokens()));
    }
    if (reported.output_tokens > 0 && presence.count() > 0) {
        fade_in(seconds_, presence.count());
        fade_in(timed_tokens_, output);
    }
}

}  // namespace greeninfer::energy
