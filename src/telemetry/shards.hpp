#pragma once
// Adds up what every core counted and prints the sum: the step between per-core metrics and the scrape.
#include <map>
#include <span>

#include "telemetry/labelled.hpp"
#include "telemetry/metrics_writer.hpp"

namespace greeninfer::telemetry {

// The metrics of one layer, one struct per core.
template <class Metrics>
using Shards = std::span<const Metrics* const>;

// sum_of(cores, &RequestMetrics::in_flight)
template <class Metrics, class Value>
auto sum_of(Shards<Metrics> cores, Value Metrics::* member) {
    decltype((cores.front()->*member).value()) sum{};
    for (const Metrics* core : cores) sum += (core->*member).value();
    return sum;
}

// Prints a family without labels.
template <class Metrics, class Value>
void write_sum(MetricsWriter& writer, const MetricFamily& family, Shards<Metrics> cores, Value Metrics::* member) {
    writer.single(family, sum_of(cores, member));
}

// Prints a labelled family, ordered by label id so that two scrapes list the same series in the same order.
template <class Metrics, class Value, std::size_t kLabels>
void write_sum(MetricsWriter& writer, const MetricFamily& family, Shards<Metrics> cores,
               Labelled<Value, kLabels> Metrics::* member, const LabelNames& names) {
    std::map<LabelKey<kLabels>, typename Labelled<Value, kLabels>::Number> sums;
    for (const Metrics* core : cores)
        (core->*member).for_each([&](const auto& key, const auto& number) { sums[key] += number; });
    writer.begin(family);
    for (const auto& [key, sum] : sums) {
        std::array<std::string_view, kLabels> values;
        for (std::size_t i = 0; i < kLabels; ++i) values[i] = names.name(key[i]);
        writer.sample(values, sum);
    }
}

}  // namespace greeninfer::telemetry
