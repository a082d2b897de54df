#include "telemetry/histogram.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace greeninfer::telemetry {

std::uint64_t HistogramSnapshot::count() const {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

HistogramSnapshot& HistogramSnapshot::operator+=(const HistogramSnapshot& other) {
    if (bounds.empty()) bounds = other.bounds;
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += other.counts[i];
    sum += other.sum;
    return *this;
}

Histogram::Histogram(std::span<const double> bounds) : bounds_(bounds) {
    assert(bounds.size() <= kBucketsMax && std::ranges::is_sorted(bounds));
}

void Histogram::record(double value) {
    // A bound belongs to its own bucket ("le" means less or equal), hence lower_bound.
    const auto bucket = std::ranges::lower_bound(bounds_, value) - bounds_.begin();
    counts_[static_cast<std::size_t>(bucket)].add();
    sum_.add(value);
}

HistogramSnapshot Histogram::value() const {
    HistogramSnapshot snapshot{.bounds = bounds_, .sum = sum_.value()};
    std::ranges::transform(counts_, snapshot.counts.begin(), &Counter::value);
    return snapshot;
}

}  // namespace greeninfer::telemetry
