#pragma once
// How the energy of one window is divided among the work that was done in it.
//
//     idle = idle power x window's time, at most all of it; each part takes idle x shared_seconds / window's time
//     active = the rest; each part takes active x price of its work / price of all work
//
// What falls into time when nobody was there, and all active energy where no work was done, is allocated to nobody.
// (The conserving window ledger with weights for prefill and decode; shares are exact by largest remainder.) Keeps its
// working memory; used by one thread at a time.
#include <cstdint>
#include <span>
#include <vector>

#include "energy/apportion.hpp"
#include "energy/attempt_account.hpp"

namespace greeninfer::energy {

struct WindowEnergy {
    std::uint64_t microjoules = 0;  // of the whole reading
    double joules = 0;              // of it, what was counted within the window
    double seconds = 0;             // of the window, above 0
    double idle_watts = 0;
    double known_share = 1;  // of the window's work that the parts stand for, 0 to 1; what others did is nobody's
};

class WindowDivision {
public:
    // For up to this many parts without an allocation.
    explicit WindowDivision(std::size_t parts_max);

    void divide(const WindowEnergy& window, std::span<const Work> parts, const WorkPrices& prices);

    // Of the last division, by index of the part.
    std::uint64_t microjoules_of(std::size_t part) const { return shares_[part]; }
    const WorkEnergy& energy_of(std::size_t part) const { return energies_[part]; }
    std::uint64_t unallocated_microjoules() const { return shares_.back(); }

private:
    std::vector<WorkEnergy> energies_;
    std::vector<double> weights_;
    std::vector<std::uint64_t> shares_;
    Apportioner apportioner_;
};

// The energy of a window without its idle part, in joules.
double active_joules(const WindowEnergy& window);

double sum_of(const WorkEnergy& energy);

// What this work is likely to take, by prices alone.
WorkEnergy priced(const Work& work, const WorkPrices& prices, double idle_watts);

}  // namespace greeninfer::energy
