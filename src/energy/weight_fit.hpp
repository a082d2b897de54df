#pragma once
// Learns from a meter what a token read, a token written and a step of the batch cost on this server.
//
// The weights of a published model would miss this server's batch, precision and clocks. So every closed window is one
// equation, active energy = prices x work, and the prices are the non-negative least squares solution over past windows
// (Lawson and Hanson 1974; with four unknowns every active set is tried). Older windows fade. Where the windows look
// alike the equations do not tell the parts apart; a weak pull towards kPromptTokenShare then decides, instead of
// noise. O(1) memory; used by one thread at a time.
#include <array>
#include <cstddef>
#include <optional>

#include "energy/token_coefficients.hpp"
#include "energy/work.hpp"

namespace greeninfer::energy {

class WeightFit {
public:
    // Windows with work before more than the scale is learnt.
    static constexpr std::size_t kWindowsToTrust = 12;
    // What a window still counts for when the next one comes: 50 windows, or some minutes, are remembered. A choice:
    // long enough to tell four prices apart, short enough to follow another model or clock.
    static constexpr double kFade = 0.98;
    // Of the pull towards the prior, against what the windows say. A choice, tried on the simulated fleet.
    static constexpr double kPull = 0.0005;
    // Least standard deviation of the logarithm of a share: what energy ledgers are proposed to start with. On the
    // simulated fleet 90 % intervals made with it hold more than 90 % of the truths, and the world is less regular.
    static constexpr double kLeastDeviation = 0.10;

    // What is known of the proportions before anything is learnt; of no meaning as joules.
    static constexpr WorkPrices kUnlearnt = {.prompt_token_joules = kPromptTokenShare, .output_token_joules = 1};

    // A window's sum of work and its energy without the idle part, in joules; both finite, not below 0.
    void add(const Work& work, double active_joules);

    // Absent before the first window with work.
    const std::optional<WorkPrices>& prices() const { return prices_; }
    // Of a share's logarithm: the root of the mean squared miss of the prices over past windows, relative to energy.
    double log_deviation() const;

private:
    using Vector = std::array<double, 4>;

    void refit();

    std::array<Vector, 4> squares_{};  // sum of work x work
    Vector products_{};                // sum of work x joules
    double missed_squared_ = 0;        // of windows predicted before they were learnt from
    double predicted_squared_ = 0;
    std::size_t windows_ = 0;
    std::optional<WorkPrices> prices_;
};

}  // namespace greeninfer::energy
