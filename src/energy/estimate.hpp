#pragma once
// The IT energy of some work, with the evidence for it and how far off it may be.
//
// A figure without its evidence cannot be audited, and one without an interval claims what nobody knows. Energies are
// taken as lognormal: the 5th and 95th percentile are the median times exp(-+1.645 s). Plain values.
#include <array>
#include <cstdint>
#include <string_view>

#include "base/units.hpp"

namespace greeninfer::energy {

// Best first.
enum class Evidence : std::uint8_t {
    measured,    // the model server's own figure for this request
    attributed,  // a share of what a meter counted, by the window ledger
    modelled,    // a model of hardware and occupancy, fitted on public measurements
    proxy,       // tokens times a coefficient
};
inline constexpr std::array<std::string_view, 4> kEvidenceNames = {"measured", "attributed", "modelled", "proxy"};

constexpr std::string_view name_of(Evidence evidence) {
    return kEvidenceNames[static_cast<std::size_t>(evidence)];
}

struct Estimate {
    Energy it_energy;          // median; without PUE
    double log_deviation = 0;  // standard deviation of its logarithm
    Evidence evidence = Evidence::proxy;
};

// What a model did for one attempt. Cached prompt tokens were read from the server's prefix cache and cost almost
// nothing; reasoning tokens are part of the output.
struct TokenWork {
    std::uint64_t prompt_tokens = 0;  // cached ones included
    std::uint64_t cached_tokens = 0;
    std::uint64_t output_tokens = 0;

    // A server that reports more cached tokens than prompt tokens is not believed below 0.
    std::uint64_t uncached_tokens() const { return prompt_tokens > cached_tokens ? prompt_tokens - cached_tokens : 0; }
};

}  // namespace greeninfer::energy
