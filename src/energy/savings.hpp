#pragma once
// What a decision saved against a named baseline, in two accounts that are never added.
//
// Attributed: by the average cost of each token, as energy and carbon are billed. Incremental: what the machines of a
// fleet that stays as large as it is really draw less, which is far less until replicas are scaled down. Both may be
// negative and are shown so. Plain values.
#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "base/units.hpp"

namespace greeninfer::energy {

// Against what. A saving without its baseline means nothing.
enum class Baseline : std::uint8_t {
    largest_tier,  // the largest model configured writes an answer of the same length, without attempts before it
};
inline constexpr std::array<std::string_view, 1> kBaselineNames = {"largest_tier"};

constexpr std::string_view name_of(Baseline baseline) {
    return kBaselineNames[static_cast<std::size_t>(baseline)];
}

// Energy of one more request over the average one on a running replica: 280 steps between neighbouring batch sizes,
// chat task (ML.ENERGY leaderboard, ml-energy/leaderboard@0cd52da). Median and quartiles; a fifth of the steps is
// negative, which is noise.
inline constexpr double kMarginalShareP25 = 0.03;
inline constexpr double kMarginalShare = 0.14;
inline constexpr double kMarginalShareP75 = 0.28;

// Of energy or of carbon.
template <class Amount>
struct Savings {
    Amount attributed;
    Amount incremental_p25;  // the lower quartile of what is saved, also where that is negative
    Amount incremental;
    Amount incremental_p75;
};

// `spent` holds every attempt, check and edit of the request.
template <class Amount>
constexpr Savings<Amount> savings_against(Amount baseline, Amount spent) {
    const Amount attributed = baseline - spent;
    const Amount a = attributed * kMarginalShareP25;
    const Amount b = attributed * kMarginalShareP75;
    return {.attributed = attributed,
            .incremental_p25 = std::min(a, b),
            .incremental = attributed * kMarginalShare,
            .incremental_p75 = std::max(a, b)};
}

}  // namespace greeninfer::energy
