#pragma once
// Divides a whole number into whole shares that sum to it exactly.
//
// Rounding every share by itself loses or invents microjoules, and a ledger that does not add up cannot be audited. The
// method of the largest remainder (Hamilton) gives each share its integer part and the units that are left to those
// who lost most. Keeps its working memory, so that a window needs no allocation; used by one thread at a time.
#include <cstdint>
#include <span>
#include <vector>

namespace greeninfer::energy {

class Apportioner {
public:
    // For up to this many shares without an allocation.
    explicit Apportioner(std::size_t shares_max);

    // Writes to shares[i] the part of `total` that weights[i] has in the sum of the weights; equal weights differ by at
    // most 1, and a weight of 0 gets 0. Weights are finite and not below 0; the spans are of one size. The shares sum
    // to total, or to 0 where no weight is above 0. The same input always gives the same shares.
    void divide(std::uint64_t total, std::span<const double> weights, std::span<std::uint64_t> shares);

private:
    void hand_out(std::uint64_t rest, std::span<std::uint64_t> shares);

    std::vector<double> remainders_;
    std::vector<std::uint32_t> order_;
};

}  // namespace greeninfer::energy
