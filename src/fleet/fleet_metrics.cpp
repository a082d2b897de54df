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
constexpr MetricFamily kGreenFallback = {"greeninfer_green_fallback_total",
                                         MetricType::counter,
                                         "Attempts that green routing could not place as it should, by why.",
                                         {"reason"}};
constexpr MetricFamily kTokenizations = {
    "greeninfer_prompt_tokenizations_total",
    MetricType::counter,
    "Prompts whose tokens a model server that publishes cache events was asked for, by whether it told them in time.",
    {"outcome"}};
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
constexpr MetricFamily kUnread = {"greeninfer_endpoint_unread_tokens",
                                  MetricType::gauge,
                                  "Prompt tokens that an endpoint was sent and has yet to read, estimated; 0 but with "
                                  "kv_aware or green routing.",
                                  {"endpoint"}};
constexpr MetricFamily kIndexed = {"greeninfer_endpoint_indexed_blocks",
                                   MetricType::gauge,
                                   "Blocks of 64 bytes of prompts that the prefix index takes an endpoint to have.",
                                   {"endpoint"}};

constexpr MetricFamily kOccupancy = {
    "greeninfer_endpoint_occupancy",
    MetricType::gauge,
    "Requests that a model server runs at once, as its own metrics say; without a sample while they do not.",
    {"endpoint"}};

constexpr MetricFamily kInfo = {
    "greeninfer_endpoint_info",
    MetricType::gauge,
    "Always 1; the labels tell which model an endpoint serves, and its cluster and region, `none` where it has none.",
    {"endpoint", "model", "cluster", "region"}};

void write_fallback(telemetry::MetricsWriter& writer, PlacementFallback fallback, std::uint64_t attempts) {
    const std::array<std::string_view, 1> labels = {name_of(fallback)};
    writer.sample(labels, attempts);
}

void write_tokenizations(telemetry::MetricsWriter& writer, telemetry::Shards<FleetMetrics> cores) {
    writer.begin(kTokenizations);
    writer.sample(std::array<std::string_view, 1>{"known"}, sum_of(cores, &FleetMetrics::tokenized));
    writer.sample(std::array<std::string_view, 1>{"failed"}, sum_of(cores, &FleetMetrics::not_tokenized));
}

template <class Value>
void write_each(telemetry::MetricsWriter& writer, const MetricFamily& family,
                std::span<const std::shared_ptr<const Endpoint>> endpoints, Value value_of) {
    writer.begin(family);
    for (const auto& endpoint : endpoints) {
        const std::array<std::string_view, 1> labels = {endpoint->name};
        writer.sample(labels, static_cast<std::int64_t>(value_of(*endpoint)));
    }
}

void write_occupancy(telemetry::MetricsWriter& writer, std::span<const std::shared_ptr<const Endpoint>> endpoints) {
    writer.begin(kOccupancy);
    for (const auto& endpoint : endpoints) {
        const std::array<std::string_view, 1> labels = {endpoint->name};
        if (const auto occupancy = endpoint->occupancy()) writer.sample(labels, *occupancy);
    }
}

void write_info(telemetry::MetricsWriter& writer, std::span<const std::shared_ptr<const Endpoint>> endpoints) {
    const auto or_none = [](const std::string& name) { return name.empty() ? std::string_view("none") : name; };
    writer.begin(kInfo);
    for (const auto& endpoint : endpoints) {
        const std::array<std::string_view, 4> labels = {endpoint->name, endpoint->model, or_none(endpoint->cluster),
                                                        or_none(endpoint->region)};
        writer.sample(labels, std::int64_t{1});
    }
}

std::int64_t indexed_blocks(const Endpoint& endpoint) {
    const auto& prefix = endpoint.state->prefix;
    return prefix ? static_cast<std::int64_t>(prefix->index().blocks(prefix->number())) : 0;
}

}  // namespace

void write(telemetry::MetricsWriter& writer, telemetry::Shards<FleetMetrics> cores, const telemetry::LabelNames& names,
           std::span<const std::shared_ptr<const Endpoint>> endpoints) {
    write_sum(writer, kAttempts, cores, &FleetMetrics::attempts, names);
    write_sum(writer, kRetries, cores, &FleetMetrics::retries);
    write_sum(writer, kRetriesRefused, cores, &FleetMetrics::retries_refused);
    write_sum(writer, kFailovers, cores, &FleetMetrics::failovers);
    writer.begin(kGreenFallback);
    write_fallback(writer, PlacementFallback::no_region_qualifies, sum_of(cores, &FleetMetrics::no_region_qualifies));
    write_fallback(writer, PlacementFallback::not_comparable, sum_of(cores, &FleetMetrics::not_comparable));
    write_tokenizations(writer, cores);
    write_each(writer, kInFlight, endpoints, [](const Endpoint& one) { return one.state->in_flight.load(); });
    write_each(writer, kUp, endpoints, [](const Endpoint& one) { return can_answer(one); });
    write_each(writer, kBreaker, endpoints, [](const Endpoint& one) { return one.state->breaker.state(); });
    write_each(writer, kUnread, endpoints, [](const Endpoint& one) { return one.state->unread_tokens.load(); });
    write_each(writer, kIndexed, endpoints, indexed_blocks);
    write_occupancy(writer, endpoints);
    write_info(writer, endpoints);
}

}  // namespace greeninfer::fleet
