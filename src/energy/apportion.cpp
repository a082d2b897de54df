#include "energy/apportion.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace greeninfer::energy {

namespace {

// Binary rounding can push the integer parts a unit above the total; those who hold most give back.
void take_back(std::uint64_t surplus, std::span<std::uint64_t> shares) {
    while (surplus > 0) {
        std::uint64_t& largest = *std::ranges::max_element(shares);
        const std::uint64_t part = std::min(surplus, largest);
        largest -= part;
        surplus -= part;
    }
}

}  // namespace

Apportioner::Apportioner(std::size_t shares_max) {
    remainders_.reserve(shares_max);
    order_.reserve(shares_max);
}

void Apportioner::divide(std::uint64_t total, std::span<const double> weights, std::span<std::uint64_t> shares) {
    std::ranges::fill(shares, 0);
    remainders_.clear();
    order_.clear();
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    if (!(sum > 0)) return;
    std::uint64_t given = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double exact = static_cast<double>(total) * (weights[i] / sum);
        shares[i] = static_cast<std::uint64_t>(exact);
        given += shares[i];
        remainders_.push_back(exact - std::floor(exact));
        if (weights[i] > 0) order_.push_back(static_cast<std::uint32_t>(i));
    }
    if (given > total) return take_back(given - total, shares);
    hand_out(total - given, shares);
}

void Apportioner::hand_out(std::uint64_t rest, std::span<std::uint64_t> shares) {
    std::ranges::sort(order_, [this](std::uint32_t a, std::uint32_t b) {
        return remainders_[a] != remainders_[b] ? remainders_[a] > remainders_[b] : a < b;
    });
    for (std::size_t i = 0; rest > 0; i = (i + 1) % order_.size()) {
        ++shares[order_[i]];
        --rest;
    }
}

}  // namespace greeninfer::energy
