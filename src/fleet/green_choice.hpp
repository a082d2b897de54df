#pragma once
// Sorts the endpoints that could answer by how green it is to ask them: carbon, within a limit on lateness.
//
// Cleanest alone would send every request around the world, and a difference smaller than its uncertainty would move
// load for nothing; so candidates first pass the limits, and those too close to the best are as good as it. Pure and
// deterministic: the same candidates and figures give the same order. No allocation.
#include <cstdint>
#include <span>

#include "base/units.hpp"
#include "fleet/green_settings.hpp"
#include "fleet/latency.hpp"
#include "fleet/placement.hpp"
#include "grid/comparison.hpp"

namespace greeninfer::fleet {

struct GreenCandidate {
    const grid::Place* place = nullptr;
    Energy it_energy;                 // that the request is expected to take there
    Latency::Milliseconds latency{};  // to the first token, as predicted
    bool is_soon = false;             // as what would be taken without carbon: in time by itself
    bool is_held_back = false;        // by load: it takes no part; of all, one at least does
    bool is_best = false;             // set by mark_best
};

// Grams that a request is expected to cause: joules / 3.6e6 x PUE x g/kWh (energy/footprint.hpp has it with intervals).
Carbon expected_carbon(const GreenCandidate& candidate, const grid::Comparison& comparison);

// Marks the candidates that are best and too close to the best to tell; at least one is.
// Those within max_added_latency of the fastest and at or below the threshold qualify; where none does, the cleanest of
// those that are fast enough is best.
PlacementFallback mark_best(std::span<GreenCandidate> candidates, const grid::Comparison& comparison,
                            const GreenSettings& settings);

}  // namespace greeninfer::fleet
