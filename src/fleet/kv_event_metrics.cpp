#include <array>

#include "fleet/kv_event_watch.hpp"

namespace greeninfer::fleet {

namespace {

using telemetry::MetricFamily;
using telemetry::MetricType;

constexpr MetricFamily kBatches = {"greeninfer_kv_event_batches_total",
                                   MetricType::counter,
                                   "Batches of cache events from a model server: applied, come twice (duplicate), or "
                                   "not to be decoded (undecodable).",
                                   {"endpoint", "outcome"}};
constexpr MetricFamily kUnknown = {"greeninfer_kv_events_unknown_total",
                                   MetricType::counter,
                                   "Cache events of a type that is not known, which are passed over.",
                                   {"endpoint"}};
constexpr MetricFamily kReplays = {"greeninfer_kv_event_replays_total",
                                   MetricType::counter,
                                   "Times that a model server was asked for cache events that were missed.",
                                   {"endpoint"}};
constexpr MetricFamily kCleared = {
    "greeninfer_kv_event_clears_total",
    MetricType::counter,
    "Times that what was known of a server's cache was dropped: because the server dropped it (engine), events were "
    "missed for good (gap), it was restarted (restart), or the connection ended (disconnected).",
    {"endpoint", "reason"}};
constexpr MetricFamily kBlocks = {"greeninfer_kv_event_blocks",
                                  MetricType::gauge,
                                  "Blocks of tokens in a model server's cache, as its events say.",
                                  {"endpoint"}};
constexpr MetricFamily kSilent = {"greeninfer_kv_event_silent",
                                  MetricType::gauge,
                                  "1 where a server is configured to publish cache events and nothing was heard of it "
                                  "for 10 s since it was connected or lost; its cache is then only estimated.",
                                  {"endpoint"}};

}  // namespace

void KvEventWatch::write(telemetry::MetricsWriter& writer, Moment now) const {
    const auto each = [&](const MetricFamily& family, const auto& write_one) {
        writer.begin(family);
        for (const Watched& one : watched_) write_one(one.endpoint->name, one.source->counts());
    };
    const auto one_value = [&](const MetricFamily& family, const auto& value_of) {
        each(family, [&](std::string_view endpoint, const KvEventCounts& counts) {
            const std::array<std::string_view, 1> labels = {endpoint};
            writer.sample(labels, value_of(counts));
        });
    };
    each(kBatches, [&](std::string_view endpoint, const KvEventCounts& counts) {
        writer.sample(std::array<std::string_view, 2>{endpoint, "applied"}, counts.applied.value());
        writer.sample(std::array<std::string_view, 2>{endpoint, "duplicate"}, counts.duplicates.value());
        writer.sample(std::array<std::string_view, 2>{endpoint, "undecodable"}, counts.undecodable.value());
    });
    one_value(kUnknown, [](const KvEventCounts& counts) { return counts.unknown_events.value(); });
    one_value(kReplays, [](const KvEventCounts& counts) { return counts.replays.value(); });
    each(kCleared, [&](std::string_view endpoint, const KvEventCounts& counts) {
        writer.sample(std::array<std::string_view, 2>{endpoint, "engine"}, counts.cleared.value());
        for (std::size_t i = 0; i < kKvLossNames.size(); ++i) {
            writer.sample(std::array<std::string_view, 2>{endpoint, kKvLossNames[i]}, counts.losses[i].value());
        }
    });
    one_value(kBlocks, [](const KvEventCounts& counts) { return counts.blocks.value(); });
    one_value(kSilent, [&](const KvEventCounts& counts) { return std::int64_t{counts.is_silent(now)}; });
}

}  // namespace greeninfer::fleet
