#pragma once
// What is known of the zones now, how old it is, and how often something else than the best source had to do.
//
// Counters belong to the control core; figures are read from the snapshot at the time of a scrape.
#include <array>

#include "grid/places.hpp"
#include "grid/snapshot.hpp"
#include "grid/source_error.hpp"
#include "telemetry/metrics_writer.hpp"
#include "telemetry/shards.hpp"

namespace greeninfer::grid {

struct GridMetrics {
    std::array<telemetry::Counter, kSourceFaultNames.size()> fallbacks;
    std::array<telemetry::Counter, kSourceNames.size()> good_answers;
    std::array<std::array<telemetry::Counter, kSourceFaultNames.size()>, kSourceNames.size()> bad_answers;

    void count_fallback(SourceFault reason) { fallbacks[static_cast<std::size_t>(reason)].add(); }
    void count_good(Source source) { good_answers[static_cast<std::size_t>(source)].add(); }
    void count_bad(Source source, SourceFault fault) {
        bad_answers[static_cast<std::size_t>(source)][static_cast<std::size_t>(fault)].add();
    }
};

// The zone without a name, the world's average, is labelled "world".
void write(telemetry::MetricsWriter& writer, const GridMetrics& metrics, const Snapshot& snapshot, Moment now);

// Which provider and zone each region in use has, to join onto other metrics by `region`; endpoints without a region
// have "none".
void write_regions(telemetry::MetricsWriter& writer, const Places& places);

}  // namespace greeninfer::grid
