#pragma once
// The one Prometheus page of the process: what every layer and every core counted.
#include <memory>
#include <span>
#include <string>

#include "app/serving_core.hpp"
#include "app/write_ban.hpp"
#include "energy/meter_bank.hpp"
#include "fleet/engine_poller.hpp"
#include "fleet/kv_event_watch.hpp"
#include "grid/grid_metrics.hpp"
#include "telemetry/runtime_metrics.hpp"

namespace greeninfer::app {

telemetry::BuildInfo build_info();

// What the control core counted of the grid, and the moment of the scrape.
struct GridExposition {
    const grid::GridMetrics& metrics;
    Moment now;
};

// What all cores share: the account and the names in it.
struct AccountExposition {
    account::Bookkeeper& books;
    const telemetry::LabelNames& names;
    const pipeline::OptimizerBoard& optimizer;
};

// What counts and asks the model servers, beside the requests.
struct WatchExposition {
    const energy::MeterBank& meters;
    const fleet::EnginePoller& engines;
    const fleet::KvEventWatch& kv_events;
};

// What expired unseen, as the control core finds it.
struct PreviewExposition {
    explicit PreviewExposition(telemetry::LabelNames& names) : previews(names), gains(names) {}
    void take_expired(pipeline::PreviewBook& book, const pipeline::Generation& generation, Moment now);

    pipeline::PreviewMetrics previews;
    energy::GainMetrics gains;
};

// Empties the ring first, so not for a core that serves requests.
void write_exposition(telemetry::MetricsWriter& writer, std::span<const std::unique_ptr<ServingCore>> cores,
                      const AccountExposition& account, const telemetry::RuntimeMetrics& runtime,
                      const pipeline::Generation& generation, const GridExposition& grid, const WatchExposition& watch,
                      const PreviewExposition& previews, std::optional<WriteBan> zero_trust);

}  // namespace greeninfer::app
