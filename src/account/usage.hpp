#pragma once
// What a number of records come to: the row of a report and the value of a counter are this.
//
// All sums are of whole units, so rows add up to their total exactly, in whatever order. Percentiles are sums of the
// records' own: model and grid err the same way in all of them (energy/footprint.hpp), so no interval shrinks with the
// number of records. Plain value.
#include <array>
#include <cstdint>

#include "account/exact_sum.hpp"
#include "account/usage_record.hpp"

namespace greeninfer::account {

struct Spread {
    ExactSum p5;
    ExactSum median;
    ExactSum p95;

    Spread& operator+=(const Spread& other);
};

struct Usage {
    std::array<std::uint64_t, kAttemptEnds> attempts = {};  // by how they ended
    std::uint64_t prompt_tokens = 0;
    std::uint64_t cached_tokens = 0;
    std::uint64_t reported_output_tokens = 0;
    std::uint64_t estimated_output_tokens = 0;
    std::uint64_t cost_nanodollars = 0;
    // Attempts of which something is not known, and which are in no sum of it.
    std::uint64_t without_energy = 0;
    std::uint64_t without_carbon = 0;
    std::uint64_t without_tokens = 0;
    std::uint64_t without_cost = 0;
    ExactSum it_energy;  // before PUE, in microjoules
    Spread energy;       // of the facility, in tenths of nanojoules: microjoules times a PUE of four decimals are whole
    Spread carbon;       // in nanograms
    ExactSum embodied;   // in picograms
    // Of the facility, in its unit.
    std::array<ExactSum, energy::kEvidenceNames.size()> energy_by_evidence = {};
    ExactSum energy_on_live_grid;  // whose grams come from a live figure of the grid, not from a table

    void add(const UsageRecord& record);
    Usage& operator+=(const Usage& other);
    std::uint64_t all_attempts() const;
};

inline constexpr double kJoule = 1e10;  // in the unit of facility energy
inline constexpr double kKilowattHour = 3.6e6 * kJoule;
inline constexpr double kMicrojoulesPerKilowattHour = 3.6e12;
inline constexpr double kNanogramsPerGram = 1e9;
inline constexpr double kPicogramsPerGram = 1e12;
inline constexpr double kNanodollarsPerDollar = 1e9;

}  // namespace greeninfer::account
