#include "pipeline/shortening_metrics.hpp"

#include "optimizer/optimizer_settings.hpp"

namespace greeninfer::pipeline {

namespace {

using telemetry::MetricFamily;
using telemetry::MetricType;

constexpr MetricFamily kRequests = {"greeninfer_optimizer_requests_total",
                                    MetricType::counter,
                                    "Requests by what became of their newest user text: shortened, or why it was not.",
                                    {"outcome"}};
constexpr MetricFamily kWords = {"greeninfer_optimizer_words_deleted_total",
                                 MetricType::counter,
                                 "Words that went from users' texts, each time that such a text was sent, by who "
                                 "deleted them: phrases or model.",
                                 {"by"}};
constexpr MetricFamily kCompacted = {"greeninfer_optimizer_compacted_bytes_total",
                                     MetricType::counter,
                                     "Bytes that went from conversations without loss, by kind.",
                                     {"kind"}};
constexpr MetricFamily kBrief = {"greeninfer_optimizer_brief_requests_total", MetricType::counter,
                                 "Requests to which the wish for a brief answer was added."};
constexpr MetricFamily kCpu = {"greeninfer_optimizer_cpu_seconds_total", MetricType::counter,
                               "Processor time that the deletion model spent on texts it answered in time."};

}  // namespace

ShorteningMetrics::ShorteningMetrics(telemetry::LabelNames& names)
    : shortened_(names.intern("shortened")), by_phrases_(names.intern("phrases")), by_model_(names.intern("model")) {
    for (std::size_t i = 0; i < reason_labels_.size(); ++i)
        reason_labels_[i] = names.intern(name_of(static_cast<optimizer::LeftAlone>(i)));
    for (std::size_t i = 0; i < kind_labels_.size(); ++i)
        kind_labels_[i] = names.intern(optimizer::kCompactionKindNames[i]);
}

void ShorteningMetrics::record(const ShorteningReport& report) {
    const auto& reason = report.left_alone;
    requests_.at({reason ? reason_labels_[static_cast<std::size_t>(*reason)] : shortened_}).add();
    if (report.deleted_by_phrases > 0) words_.at({by_phrases_}).add(report.deleted_by_phrases);
    if (report.deleted_by_model > 0) words_.at({by_model_}).add(report.deleted_by_model);
    for (std::size_t i = 0; i < kind_labels_.size(); ++i) {
        if (report.compacted_bytes[i] > 0) compacted_bytes_.at({kind_labels_[i]}).add(report.compacted_bytes[i]);
    }
    if (report.brief) brief_requests_.add();
    if (report.cpu_time.count() > 0) cpu_seconds_.add(std::chrono::duration<double>(report.cpu_time).count());
}

void ShorteningMetrics::write(telemetry::MetricsWriter& writer, telemetry::Shards<ShorteningMetrics> cores,
                              const telemetry::LabelNames& names) {
    write_sum(writer, kRequests, cores, &ShorteningMetrics::requests_, names);
    write_sum(writer, kWords, cores, &ShorteningMetrics::words_, names);
    write_sum(writer, kCompacted, cores, &ShorteningMetrics::compacted_bytes_, names);
    write_sum(writer, kBrief, cores, &ShorteningMetrics::brief_requests_);
    write_sum(writer, kCpu, cores, &ShorteningMetrics::cpu_seconds_);
}

}  // namespace greeninfer::pipeline
