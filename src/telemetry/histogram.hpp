#pragma once
// How values spread, counted in fixed buckets, so that a percentile can be read from the sum over cores and machines.
//
// A sketch that keeps percentiles itself would be finer, but two of them cannot be added by Prometheus. The bucket
// bounds lie in histogram_bounds.hpp. One core records, every thread may read.
#include <array>
#include <chrono>
#include <cstdint>
#include <span>

#include "telemetry/counter.hpp"

namespace greeninfer::telemetry {

inline constexpr std::size_t kBucketsMax = 32;

// A copy that can be added to others; counts[i] holds the values up to bounds[i], the last one everything above.
struct HistogramSnapshot {
    std::span<const double> bounds = {};
    std::array<std::uint64_t, kBucketsMax + 1> counts = {};
    double sum = 0;

    std::uint64_t count() const;
    HistogramSnapshot& operator+=(const HistogramSnapshot& other);  // the bounds must be the same
};

class Histogram {
public:
    // Upper bounds, ascending, at most kBucketsMax, in storage that outlives the histogram.
    explicit Histogram(std::span<const double> bounds);

    void record(double value);
    void record(std::chrono::nanoseconds time) { record(std::chrono::duration<double>(time).count()); }

    HistogramSnapshot value() const;

private:
    std::span<const double> bounds_;
    std::array<Counter, kBucketsMax + 1> counts_;
    Amount sum_;
};

}  // namespace greeninfer::telemetry
