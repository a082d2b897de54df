#pragma once
// What one core counts about its sockets. Written by that core alone, summed over cores when scraped.
#include "telemetry/shards.hpp"

namespace greeninfer::net {

struct NetMetrics {
    telemetry::Counter connections_accepted;
    telemetry::Counter connections_refused;  // over server.max_connections
    telemetry::Gauge connections_open;
    telemetry::Counter requests_unreadable;  // malformed, too large, too slow
    telemetry::Counter clients_gone;         // left before their answer was complete
    telemetry::Counter upstream_opened;
    telemetry::Counter upstream_reused;
    telemetry::Counter upstream_stale;  // a pooled connection that had died; the request went on a fresh one
    telemetry::Counter upstream_connect_failed;
    telemetry::Gauge upstream_open;
    telemetry::Counter name_lookups_failed;
};

void write(telemetry::MetricsWriter& writer, telemetry::Shards<NetMetrics> cores);

}  // namespace greeninfer::net
