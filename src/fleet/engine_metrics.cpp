#include "fleet/engine_metrics.hpp"

#include <array>

namespace greeninfer::fleet {

namespace {

using telemetry::MetricFamily;
using telemetry::MetricType;

constexpr MetricFamily kWaiting = {"greeninfer_endpoint_waiting",
                                   MetricType::gauge,
                                   "Requests that wait inside a model server, as its own metrics say.",
                                   {"endpoint"}};
constexpr MetricFamily kUsage = {"greeninfer_endpoint_kv_usage_ratio",
                                 MetricType::gauge,
                                 "Filled share of a model server's cache of keys and values, as its own metrics say.",
                                 {"endpoint"}};
constexpr MetricFamily kCache = {"greeninfer_endpoint_kv_cache_tokens",
                                 MetricType::gauge,
                                 "Tokens that a model server's cache of keys and values holds at most.",
                                 {"endpoint"}};
constexpr MetricFamily kQueried = {"greeninfer_endpoint_prefix_queried_tokens_total",
                                   MetricType::counter,
                                   "Prompt tokens that a model server looked for in its prefix cache since it began.",
                                   {"endpoint"}};
constexpr MetricFamily kHit = {"greeninfer_endpoint_prefix_hit_tokens_total",
                               MetricType::counter,
                               "Prompt tokens that a model server found in its prefix cache since it began.",
                               {"endpoint"}};
constexpr MetricFamily kAge = {"greeninfer_endpoint_report_age_seconds",
                               MetricType::gauge,
                               "Time since the metrics of a model server were last read, by the engine that it runs.",
                               {"endpoint", "engine"}};
constexpr MetricFamily kPages = {"greeninfer_engine_pages_total",
                                 MetricType::counter,
                                 "Metrics pages asked of model servers, by what became of them: read, no answer "
                                 "(silent), another status than 200 (refused), no figure that is known (unknown).",
                                 {"outcome"}};

using Reports = std::vector<std::pair<std::string_view, std::shared_ptr<const EngineReport>>>;  // by endpoint

template <class Value>
void write_figure(telemetry::MetricsWriter& writer, const MetricFamily& family, const Reports& reports,
                  std::optional<Value> EngineReport::* figure) {
    writer.begin(family);
    for (const auto& [endpoint, report] : reports) {
        const std::array<std::string_view, 1> labels = {endpoint};
        const std::optional<Value>& value = (*report).*figure;
        if (value) writer.sample(labels, *value);
    }
}

void write_age(telemetry::MetricsWriter& writer, const Reports& reports, Moment now) {
    writer.begin(kAge);
    for (const auto& [endpoint, report] : reports) {
        const auto kind = static_cast<std::size_t>(report->kind);
        const std::array<std::string_view, 2> labels = {endpoint, kEngineKindNames[kind]};
        writer.sample(labels, std::chrono::duration<double>(now - report->read_at).count());
    }
}

}  // namespace

void write_reports(telemetry::MetricsWriter& writer, std::span<const std::shared_ptr<const Endpoint>> endpoints,
                   Moment now) {
    Reports reports;
    for (const auto& endpoint : endpoints) {
        if (auto report = endpoint->report(now)) reports.emplace_back(endpoint->name, std::move(report));
    }
    write_figure(writer, kWaiting, reports, &EngineReport::waiting);
    write_figure(writer, kUsage, reports, &EngineReport::kv_usage);
    write_figure(writer, kCache, reports, &EngineReport::cache_tokens);
    write_figure(writer, kQueried, reports, &EngineReport::prefix_queried_tokens);
    write_figure(writer, kHit, reports, &EngineReport::prefix_hit_tokens);
    write_age(writer, reports, now);
}

void write_pages(telemetry::MetricsWriter& writer, const EnginePoller& poller) {
    writer.begin(kPages);
    for (std::size_t i = 0; i < kPageOutcomeNames.size(); ++i) {
        const std::array<std::string_view, 1> labels = {kPageOutcomeNames[i]};
        writer.sample(labels, poller.pages(static_cast<PageOutcome>(i)));
    }
}

}  // namespace greeninfer::fleet
