#include "fleet/fleet_metrics.hpp"

#include <array>

namespace greeninfer::fleet {

namespace {

using telemetry::MetricFamily;
using telemetry::MetricType;

constexpr MetricFamily kAttempts = {"greeninfer_endpoint_attempts_total",
                                    MetricType::counter,
                                    "Requests sent to an endpoint, by how they ended; retries count again.",
                                    {"endpoint", "outcome"}};
constexpr MetricFamily kRetries = {"greeninfer_retries_total", MetricType::counter,
                                   "Attempts after the first one of a request."};
constexpr MetricFamily kRetriesRefused = {"greeninfer_retries_refused_total", MetricType::counter,
                                          "Retries not made because upstream.retry_budget was used up."};
constexpr MetricFamily kFailovers = {"greeninfer_failovers_total", MetricType::counter,
                                     "Retries that went to another endpoint than the attempt before."};
constexpr MetricFamily kInFlight = {
    "greeninfer_endpoint_in_flight", MetricType::gauge, "Requests that an endpoint is answering now.", {"endpoint"}};
constexpr MetricFamily kUp = {"greeninfer_endpoint_up",
                              MetricType::gauge,
                              "1 while an endpoint has an address and passes its health checks.",
                              {"endpoint"}};
constexpr MetricFamily kBreaker = {"greeninfer_endpoint_breaker_state",
                                   MetricType::gauge,
                                   "Circuit breaker of an endpoint: 0 closed, 1 open, 2 half open.",
                                   {"endpoint"}};

template <class Value>
void write_each(telemetry::MetricsWriter& writer, const MetricFamily& family,
                std::span<const std::shared_ptr<const Endpoint>> endpoints, Value value_of) {
    writer.begin(family);
    for (const auto& endpoint : endpoints) {
        const std::array<std::string_view, 1> labels = {endpoint->name};
        writer.sample(labels, static_cast<std::int64_t>(value_of(*endpoint)));
    }
}

}  // namespace

void write(telemetry::MetricsWriter& writer, telemetry::Shards<FleetMetrics> cores, const telemetry::LabelNames& names,
           std::span<const std::shared_ptr<const Endpoint>> endpoints) {
    write_sum(writer, kAttempts, cores, &FleetMetrics::attempts, names);
    write_sum(writer, kRetries, cores, &FleetMetrics::retries);
    write_sum(writer, kRetriesRefused, cores, &FleetMetrics::retries_refused);
    write_sum(writer, kFailovers, cores, &FleetMetrics::failovers);
    write_each(writer, kInFlight, endpoints, [](const Endpoint& one) { return one.state->in_flight.load(); });
    write_each(writer, kUp, endpoints, [](const Endpoint& one) { return can_answer(one); });
    write_each(writer, kBreaker, endpoints, [](const Endpoint& one) { return one.state->breaker.state(); });
}

}  // namespace greeninfer::fleet
