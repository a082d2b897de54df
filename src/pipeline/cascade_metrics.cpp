#include "pipeline/cascade_metrics.hpp"

namespace greeninfer::pipeline {

namespace {

using telemetry::MetricFamily;
using telemetry::MetricType;

constexpr MetricFamily kEscalations = {"greeninfer_escalations_total",
                                       MetricType::counter,
                                       "Answers thrown away for one of a larger model, by tiers and ground.",
                                       {"from", "to", "reason"}};
constexpr MetricFamily kFailovers = {"greeninfer_tier_failovers_total",
                                     MetricType::counter,
                                     "Requests that went to a larger tier because the one before failed to answer.",
                                     {"from", "to"}};
constexpr MetricFamily kChecks = {"greeninfer_cascade_checks_total",
                                  MetricType::counter,
                                  "One-token checks by the model that made them and what they brought.",
                                  {"model", "result"}};
constexpr MetricFamily kJudgements = {"greeninfer_cascade_judgements_total",
                                      MetricType::counter,
                                      "Held answers by what the judgement rests on and what became of them.",
                                      {"signal", "result"}};
constexpr MetricFamily kMissing = {"greeninfer_log_probabilities_missing_total",
                                   MetricType::counter,
                                   "Answers without the log-probabilities that the model is configured to give.",
                                   {"model"}};

}  // namespace

Ground ground_of(AnswerFault fault) {
    return static_cast<Ground>(fault);
}

Ground ground_of(CascadeSignal signal) {
    return static_cast<Ground>(static_cast<int>(Ground::check_probability) + static_cast<int>(signal));
}

CascadeMetrics::CascadeMetrics(telemetry::LabelNames& names) {
    for (std::size_t i = 0; i < kGroundNames.size(); ++i) ground_labels_[i] = names.intern(kGroundNames[i]);
    for (std::size_t i = 0; i < kCheckResultNames.size(); ++i) check_labels_[i] = names.intern(kCheckResultNames[i]);
    verdict_labels_ = {names.intern("replaced"), names.intern("kept")};
}

void CascadeMetrics::record_escalation(telemetry::LabelId from_tier, telemetry::LabelId to_tier, Ground ground) {
    escalations_.at({from_tier, to_tier, ground_labels_[static_cast<std::size_t>(ground)]}).add();
}

void CascadeMetrics::record_failover(telemetry::LabelId from_tier, telemetry::LabelId to_tier) {
    failovers_.at({from_tier, to_tier}).add();
}

void CascadeMetrics::record_check(telemetry::LabelId model, CheckResult result) {
    checks_.at({model, check_labels_[static_cast<std::size_t>(result)]}).add();
}

void CascadeMetrics::record_judgement(Ground ground, bool kept) {
    judgements_.at({ground_labels_[static_cast<std::size_t>(ground)], verdict_labels_[kept ? 1 : 0]}).add();
}

void CascadeMetrics::record_missing_log_probabilities(telemetry::LabelId model) {
    missing_.at({model}).add();
}

void CascadeMetrics::write(telemetry::MetricsWriter& writer, telemetry::Shards<CascadeMetrics> cores,
                           const telemetry::LabelNames& names) {
    write_sum(writer, kEscalations, cores, &CascadeMetrics::escalations_, names);
    write_sum(writer, kFailovers, cores, &CascadeMetrics::failovers_, names);
    write_sum(writer, kChecks, cores, &CascadeMetrics::checks_, names);
    write_sum(writer, kJudgements, cores, &CascadeMetrics::judgements_, names);
    write_sum(writer, kMissing, cores, &CascadeMetrics::missing_, names);
}

}  // namespace greeninfer::pipeline
