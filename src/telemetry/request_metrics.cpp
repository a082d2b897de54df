#include "telemetry/request_metrics.hpp"

#include <fmt/format.h>

namespace greeninfer::telemetry {
namespace {

constexpr MetricFamily kRequests{"greeninfer_requests_total",
                                 MetricType::counter,
                                 "Requests answered, by route, model, tier, mode and HTTP status code.",
                                 {"route", "model", "tier", "mode", "code"}};
constexpr MetricFamily kInFlight{"greeninfer_requests_in_flight", MetricType::gauge, "Requests being answered now."};
constexpr MetricFamily kCancelled{"greeninfer_requests_cancelled_total", MetricType::counter,
                                  "Requests whose client left before the end of the answer."};
constexpr MetricFamily kDurations{"greeninfer_request_duration_seconds",
                                  MetricType::histogram,
                                  "Time of requests, by stage: total, decide, upstream, relay.",
                                  {"stage"}};
constexpr MetricFamily kFirstTokens{"greeninfer_time_to_first_token_seconds",
                                    MetricType::histogram,
                                    "Time from the whole request received to the first content of its answer.",
                                    {"model"}};
// The codes that the gateway itself answers with, and the common ones that endpoints do. Anything else is "other":
// an endpoint may invent codes.
constexpr std::array kCodes = {200, 204, 400, 401, 402, 403, 404, 405, 408, 409, 411, 413, 415,
                               417, 422, 429, 431, 499, 500, 501, 502, 503, 504, 507, 529};

template <std::size_t kCount>
void intern_all(LabelNames& names, const std::array<std::string_view, kCount>& texts,
                std::array<LabelId, kCount>& ids) {
    for (std::size_t i = 0; i < kCount; ++i) ids[i] = names.intern(texts[i]);
}

}  // namespace

RequestMetrics::RequestMetrics(LabelNames& names) {
    intern_all(names, kRequestStageNames, stage_labels_);
    code_labels_.fill(kOther);
    for (const int code : kCodes)
        code_labels_[static_cast<std::size_t>(code - kStatusFirst)] = names.intern(fmt::to_string(code));
}

LabelId RequestMetrics::code_label(int status) const {
    if (status < kStatusFirst || status >= kStatusEnd) return kOther;
    return code_labels_[static_cast<std::size_t>(status - kStatusFirst)];
}

void RequestMetrics::record_request(const RequestLabels& labels, int status) {
    requests_.at({labels.route, labels.model, labels.tier, labels.mode, code_label(status)}).add();
}

void RequestMetrics::record_stage(RequestStage stage, std::chrono::nanoseconds time) {
    durations_.at({stage_labels_[static_cast<std::size_t>(stage)]}).record(time);
}

void RequestMetrics::record_first_token(LabelId model, std::chrono::nanoseconds time) {
    first_tokens_.at({model}).record(time);
}

void RequestMetrics::write(MetricsWriter& writer, Shards<RequestMetrics> cores, const LabelNames& names) {
    write_sum(writer, kRequests, cores, &RequestMetrics::requests_, names);
    write_sum(writer, kInFlight, cores, &RequestMetrics::in_flight);
    write_sum(writer, kCancelled, cores, &RequestMetrics::cancelled);
    write_sum(writer, kDurations, cores, &RequestMetrics::durations_, names);
    write_sum(writer, kFirstTokens, cores, &RequestMetrics::first_tokens_, names);
}

}  // namespace greeninfer::telemetry
