#include "net/net_metrics.hpp"

namespace greeninfer::net {

namespace {

using telemetry::MetricFamily;
using telemetry::MetricType;

constexpr MetricFamily kAccepted = {"greeninfer_client_connections_accepted_total", MetricType::counter,
                                    "Connections that clients opened, refused ones included."};
constexpr MetricFamily kRefused = {"greeninfer_client_connections_refused_total", MetricType::counter,
                                   "Connections turned away because of server.max_connections."};
constexpr MetricFamily kOpen = {"greeninfer_client_connections_open", MetricType::gauge,
                                "Connections of clients that are open now."};
constexpr MetricFamily kUnreadable = {"greeninfer_requests_unreadable_total", MetricType::counter,
                                      "Requests that were malformed, too large or too slow to be read."};
constexpr MetricFamily kGone = {"greeninfer_clients_gone_total", MetricType::counter,
                                "Clients that left before their answer was complete."};
constexpr MetricFamily kUpstreamOpened = {"greeninfer_upstream_connections_opened_total", MetricType::counter,
                                          "Connections opened to model servers."};
constexpr MetricFamily kUpstreamReused = {"greeninfer_upstream_connections_reused_total", MetricType::counter,
                                          "Requests sent on a connection that had served another one."};
constexpr MetricFamily kUpstreamStale = {"greeninfer_upstream_connections_stale_total", MetricType::counter,
                                         "Reused connections that turned out closed; the request went on a fresh one."};
constexpr MetricFamily kConnectFailed = {"greeninfer_upstream_connects_failed_total", MetricType::counter,
                                         "Connections to model servers that could not be opened."};
constexpr MetricFamily kUpstreamOpen = {"greeninfer_upstream_connections_open", MetricType::gauge,
                                        "Connections to model servers that are open now, idle ones included."};
constexpr MetricFamily kLookupsFailed = {"greeninfer_name_lookups_failed_total", MetricType::counter,
                                         "Host names of model servers that could not be looked up."};

}  // namespace

void write(telemetry::MetricsWriter& writer, telemetry::Shards<NetMetrics> cores) {
    write_sum(writer, kAccepted, cores, &NetMetrics::connections_accepted);
    write_sum(writer, kRefused, cores, &NetMetrics::connections_refused);
    write_sum(writer, kOpen, cores, &NetMetrics::connections_open);
    write_sum(writer, kUnreadable, cores, &NetMetrics::requests_unreadable);
    write_sum(writer, kGone, cores, &NetMetrics::clients_gone);
    write_sum(writer, kUpstreamOpened, cores, &NetMetrics::upstream_opened);
    write_sum(writer, kUpstreamReused, cores, &NetMetrics::upstream_reused);
    write_sum(writer, kUpstreamStale, cores, &NetMetrics::upstream_stale);
    write_sum(writer, kConnectFailed, cores, &NetMetrics::upstream_connect_failed);
    write_sum(writer, kUpstreamOpen, cores, &NetMetrics::upstream_open);
    write_sum(writer, kLookupsFailed, cores, &NetMetrics::name_lookups_failed);
}

}  // namespace greeninfer::net
