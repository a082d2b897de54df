#pragma once
// What the cascade does, counted per core: escalations, climbs after errors, checks, and what judgements rested on.
#include <array>
#include <cstdint>
#include <string_view>

#include "pipeline/answer_signals.hpp"
#include "pipeline/cascade_calibration.hpp"
#include "telemetry/labelled.hpp"
#include "telemetry/metrics_writer.hpp"
#include "telemetry/shards.hpp"

namespace greeninfer::pipeline {

// What a judgement rests on: a fault that the answer shows by itself, a signal, or nothing.
enum class Ground : std::uint8_t {
    empty,
    cut_off,
    refusal,
    broken_json,
    missing_tool_call,
    no_option,
    check_probability,
    check_word,
    own_probability,
    cheap,
    none,
};
inline constexpr std::array<std::string_view, 11> kGroundNames = {
    "empty",      "cut_off",         "refusal", "broken_json", "missing_tool_call", "no_option", "check_probability",
    "check_word", "own_probability", "cheap",   "none"};

Ground ground_of(AnswerFault fault);
Ground ground_of(CascadeSignal signal);

enum class CheckResult : std::uint8_t { probability, word, prose, timed_out, failed };
inline constexpr std::array<std::string_view, 5> kCheckResultNames = {"probability", "word", "prose", "timed_out",
                                                                      "failed"};

class CascadeMetrics {
public:
    explicit CascadeMetrics(telemetry::LabelNames& names);

    void record_escalation(telemetry::LabelId from_tier, telemetry::LabelId to_tier, Ground ground);
    void record_failover(telemetry::LabelId from_tier, telemetry::LabelId to_tier);
    void record_check(telemetry::LabelId model, CheckResult result);
    void record_judgement(Ground ground, bool kept);
    void record_missing_log_probabilities(telemetry::LabelId model);

    static void write(telemetry::MetricsWriter& writer, telemetry::Shards<CascadeMetrics> cores,
                      const telemetry::LabelNames& names);

private:
    std::array<telemetry::LabelId, kGroundNames.size()> ground_labels_ = {};
    std::array<telemetry::LabelId, kCheckResultNames.size()> check_labels_ = {};
    std::array<telemetry::LabelId, 2> verdict_labels_ = {};
    telemetry::Labelled<telemetry::Counter, 3> escalations_;
    telemetry::Labelled<telemetry::Counter, 2> failovers_;
    telemetry::Labelled<telemetry::Counter, 2> checks_;
    telemetry::Labelled<telemetry::Counter, 2> judgements_;
    telemetry::Labelled<telemetry::Counter, 1> missing_;
};

}  // namespace greeninfer::pipeline
