#include "energy/window_division.hpp"

#include <algorithm>
#include <numeric>

namespace greeninfer::energy {

namespace {

// What is left over below this part of a sum of doubles is rounding and not energy.
constexpr double kRounding = 1e-12;

double idle_joules(const WindowEnergy& window) {
    return std::min(window.joules, window.idle_watts * window.seconds);
}

}  // namespace

double sum_of(const WorkEnergy& energy) {
    return energy.prompt_joules + energy.output_joules + energy.time_joules;
}

double active_joules(const WindowEnergy& window) {
    return window.joules - idle_joules(window);
}

WorkEnergy priced(const Work& work, const WorkPrices& prices, double idle_watts) {
    return {.prompt_joules = prices.prompt_token_joules * work.prompt_tokens,
            .output_joules = prices.writing_joules(work),
            .time_joules = idle_watts * work.shared_seconds};
}

WindowDivision::WindowDivision(std::size_t parts_max) : apportioner_(parts_max + 1) {
    energies_.reserve(parts_max);
    weights_.reserve(parts_max + 1);
    shares_.reserve(parts_max + 1);
}

void WindowDivision::divide(const WindowEnergy& window, std::span<const Work> parts, const WorkPrices& prices) {
    energies_.clear();
    weights_.clear();
    const Work all =
        std::accumulate(parts.begin(), parts.end(), Work{}, [](Work sum, const Work& part) { return sum += part; });
    const double price_of_all = prices.joules_of(all);
    const double active_scale = price_of_all > 0 ? active_joules(window) * window.known_share / price_of_all : 0;
    // Moments of events and of the reading can differ by a little, so the time present can pass the window's.
    const double idle_watts = idle_joules(window) * window.known_share / std::max(window.seconds, all.shared_seconds);
    const WorkPrices scaled = {prices.prompt_token_joules * active_scale, prices.output_token_joules * active_scale,
                               prices.look_back_joules * active_scale, prices.step_joules * active_scale};
    double given = 0;
    for (const Work& part : parts) {
        const WorkEnergy& energy = energies_.emplace_back(priced(part, scaled, idle_watts));
        weights_.push_back(sum_of(energy));
        given += weights_.back();
    }
    const double rest = static_cast<double>(window.microjoules) * 1e-6 - given;
    weights_.push_back(rest > kRounding * given ? rest : 0);
    shares_.resize(weights_.size());
    apportioner_.divide(window.microjoules, weights_, shares_);
}

}  // namespace greeninfer::energy
