#include "telemetry/runtime_metrics.hpp"

#include "telemetry/log.hpp"

namespace greeninfer::telemetry {
namespace {

constexpr MetricFamily kBuild{"greeninfer_build_info",
                              MetricType::gauge,
                              "Always 1; the labels tell which build is running.",
                              {"version", "compiler"}};
constexpr MetricFamily kGeneration{"greeninfer_config_generation", MetricType::gauge,
                                   "Which configuration is in use: 1 after start, one more with each accepted reload."};
constexpr MetricFamily kReloads{"greeninfer_config_reloads_total",
                                MetricType::counter,
                                "Reloads of the configuration, by result: accepted or refused.",
                                {"result"}};
constexpr MetricFamily kLogDropped{"greeninfer_log_dropped_total", MetricType::counter,
                                   "Log lines lost because the queue was full or nobody read them."};

}  // namespace

void write(MetricsWriter& writer, const RuntimeMetrics& metrics, const BuildInfo& build) {
    writer.begin(kBuild);
    writer.sample(std::array{build.version, build.compiler}, std::uint64_t{1});
    writer.single(kGeneration, metrics.configuration_generation.value());
    writer.begin(kReloads);
    writer.sample(std::array{std::string_view("accepted")}, metrics.reloads_accepted.value());
    writer.sample(std::array{std::string_view("refused")}, metrics.reloads_refused.value());
    writer.single(kLogDropped, log_lines_dropped());
}

}  // namespace greeninfer::telemetry
