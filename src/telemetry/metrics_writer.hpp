#pragma once
// Prints metrics as Prometheus text, format 0.0.4 (content type "text/plain; version=0.0.4; charset=utf-8").
//
// A family states its label names once and samples give values in that order, so no sample can invent a label; and the
// writer remembers every family, so that one golden file can list all names, types, labels and help texts, also of
// families that have no sample yet. Made for one scrape, used by the core that answers it.
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "telemetry/histogram.hpp"

namespace greeninfer::telemetry {

inline constexpr std::string_view kMetricsContentType = "text/plain; version=0.0.4; charset=utf-8";

enum class MetricType : std::uint8_t { counter, gauge, histogram };
std::string_view type_name(MetricType type);

// A constant beside the metrics it describes. Names end in their unit, counters in _total.
struct MetricFamily {
    std::string_view name;
    MetricType type;
    std::string_view help;
    std::array<std::string_view, 5> labels = {};  // unused ones are empty and come last

    std::size_t label_count() const;
};

using LabelValues = std::span<const std::string_view>;

class MetricsWriter {
public:
    explicit MetricsWriter(std::string& text) : text_(text) {}

    // Starts a family: its HELP and TYPE lines. All of its samples must follow before the next family.
    void begin(const MetricFamily& family);

    // One sample of the current family; as many values as the family has labels.
    void sample(LabelValues labels, std::uint64_t value);
    void sample(LabelValues labels, std::int64_t value);
    void sample(LabelValues labels, double value);
    void sample(LabelValues labels, const HistogramSnapshot& value);

    // A family without labels and its one sample.
    template <class Number>
    void single(const MetricFamily& family, const Number& value) {
        begin(family);
        sample({}, value);
    }

    std::span<const MetricFamily> families() const { return families_; }

private:
    void line(std::string_view suffix, LabelValues labels, std::string_view bound, std::string_view value);

    std::string& text_;
    std::vector<MetricFamily> families_;
};

}  // namespace greeninfer::telemetry
