#pragma once
// What came of the events of one endpoint, for metrics. Written by the thread that listens, read by any.
#include <array>
#include <atomic>

#include "base/clock.hpp"
#include "fleet/kv_event_order.hpp"
#include "telemetry/counter.hpp"

namespace greeninfer::fleet {

struct KvEventCounts {
    // Nothing heard for so long from a publisher that is said to be there: most likely it publishes nothing.
    static constexpr std::chrono::seconds kSilentAfter{10};

    telemetry::Counter applied;     // batches
    telemetry::Counter duplicates;  // batches
    telemetry::Counter undecodable;
    telemetry::Counter unknown_events;
    telemetry::Counter replays;
    telemetry::Counter cleared;  // as the engine said
    std::array<telemetry::Counter, kKvLossNames.size()> losses;
    telemetry::Gauge blocks;  // that the engine has in its cache, as far as is known
    std::atomic<bool> is_heard{false};
    std::atomic<Moment> unheard_since{};

    bool is_silent(Moment now) const { return !is_heard.load() && now - unheard_since.load() >= kSilentAfter; }
};

}  // namespace greeninfer::fleet
