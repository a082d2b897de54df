#pragma once
// How requests ended and how long they took. One per core, written by that core only, summed by a scrape. What they
// used (tokens, energy, cost) is kept in the account.
//
// Callers hold label ids (label_names.hpp), not strings, so that a record costs a few array steps and no allocation
// once its combination of labels has occurred. A request whose model is unknown is counted under kOther, one that needs
// no model under kNone.
#include <array>
#include <chrono>

#include "telemetry/histogram_bounds.hpp"
#include "telemetry/labelled.hpp"
#include "telemetry/shards.hpp"

namespace greeninfer::telemetry {

enum class RequestStage : std::uint8_t {
    total,     // whole request received to last byte of the answer
    decide,    // checks, parsing and routing, up to the first attempt to send
    upstream,  // request sent to first byte of the answer
    relay,     // first to last byte of the answer
};
inline constexpr std::array<std::string_view, 4> kRequestStageNames = {"total", "decide", "upstream", "relay"};

struct RequestLabels {
    LabelId route = kOther;
    LabelId model = kNone;
    LabelId tier = kNone;
    LabelId mode = kNone;
};

class RequestMetrics {
public:
    // Interns the names of codes and stages; names must outlive this object.
    explicit RequestMetrics(LabelNames& names);

    Gauge in_flight;    // hold it with GaugeHold
    Counter cancelled;  // the client left before the end of its answer

    void record_request(const RequestLabels& labels, int status);
    void record_stage(RequestStage stage, std::chrono::nanoseconds time);
    void record_first_token(LabelId model, std::chrono::nanoseconds time);

    static void write(MetricsWriter& writer, Shards<RequestMetrics> cores, const LabelNames& names);

private:
    struct DurationHistogram : Histogram {
        DurationHistogram() : Histogram(kDurationBoundsSeconds) {}
    };
    struct FirstTokenHistogram : Histogram {
        FirstTokenHistogram() : Histogram(kFirstTokenBoundsSeconds) {}
    };

    static constexpr int kStatusFirst = 100;
    static constexpr int kStatusEnd = 600;

    LabelId code_label(int status) const;

    std::array<LabelId, kStatusEnd - kStatusFirst> code_labels_ = {};
    std::array<LabelId, kRequestStageNames.size()> stage_labels_ = {};
    Labelled<Counter, 5> requests_;
    Labelled<DurationHistogram, 1> durations_;
    Labelled<FirstTokenHistogram, 1> first_tokens_;
};

}  // namespace greeninfer::telemetry
