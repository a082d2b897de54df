#include "budget/budget_metrics.hpp"

namespace greeninfer::budget {

namespace {

using telemetry::MetricFamily;
using telemetry::MetricType;

constexpr MetricFamily kUsedRatio = {"greeninfer_budget_used_ratio",
                                     MetricType::gauge,
                                     "Share of a department's budget that is used or promised to running requests, of "
                                     "carbon or money, whichever is larger.",
                                     {"department"}};
constexpr MetricFamily kRefusals = {"greeninfer_budget_refusals_total",
                                    MetricType::counter,
                                    "Requests refused because a budget or a limit per minute was used up, by which.",
                                    {"reason"}};
constexpr MetricFamily kDowngrades = {"greeninfer_budget_downgrades_total",
                                      MetricType::counter,
                                      "Requests held to eco mode or to the smallest model near the end of a budget.",
                                      {"to"}};
constexpr MetricFamily kSessions = {"greeninfer_sessions", MetricType::gauge,
                                    "Sessions that are remembered, of all clients."};

constexpr MetricFamily kIgnoredHeaders = {
    "greeninfer_department_header_ignored_total",
    MetricType::counter,
    "Requests whose x-greeninfer-department did not count: of a client that may "
    "not set it (untrusted), or of a department that is not configured (unknown).",
    {"reason"}};

template <std::size_t kCount>
void write_each(telemetry::MetricsWriter& writer, const MetricFamily& family, telemetry::Shards<BudgetMetrics> cores,
                const std::array<std::string_view, kCount>& names,
                std::array<telemetry::Counter, kCount> BudgetMetrics::* member) {
    writer.begin(family);
    for (std::size_t i = 0; i < kCount; ++i) {
        std::uint64_t sum = 0;
        for (const BudgetMetrics* core : cores) sum += (core->*member)[i].value();
        writer.sample(std::array{names[i]}, sum);
    }
}

}  // namespace

void write(telemetry::MetricsWriter& writer, telemetry::Shards<BudgetMetrics> cores,
           std::span<const DepartmentRatio> departments, std::size_t session_count) {
    writer.begin(kUsedRatio);
    for (const DepartmentRatio& department : departments) {
        writer.sample(std::array{department.name}, department.used_ratio);
    }
    write_each(writer, kRefusals, cores, kRefusalNames, &BudgetMetrics::refusals);
    write_each(writer, kDowngrades, cores, kDowngradeNames, &BudgetMetrics::downgrades);
    write_each(writer, kIgnoredHeaders, cores, kHeaderIgnoredNames, &BudgetMetrics::headers_ignored);
    writer.single(kSessions, static_cast<std::int64_t>(session_count));
}

}  // namespace greeninfer::budget
