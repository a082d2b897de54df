#include "telemetry/metrics_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "telemetry/label_text.hpp"

namespace greeninfer::telemetry {
namespace {

void append_escaped(std::string& text, std::string_view value, bool quoted) {
    for (const char character : value) {
        if (character == '\n') {
            text += "\\n";
            continue;
        }
        if (character == '\\' || (quoted && character == '"')) text += '\\';
        text += character;
    }
}

std::string number_text(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
    return fmt::format("{}", value);
}

}  // namespace

std::string_view type_name(MetricType type) {
    constexpr std::array<std::string_view, 3> kNames = {"counter", "gauge", "histogram"};
    return kNames[static_cast<std::size_t>(type)];
}

std::size_t MetricFamily::label_count() const {
    return static_cast<std::size_t>(std::ranges::find(labels, std::string_view()) - labels.begin());
}

void MetricsWriter::begin(const MetricFamily& family) {
    // Two families of one name would make the whole scrape invalid for Prometheus.
    assert(std::ranges::find(families_, family.name, &MetricFamily::name) == families_.end());
    families_.push_back(family);
    fmt::format_to(std::back_inserter(text_), "# HELP {} ", family.name);
    append_escaped(text_, family.help, false);
    fmt::format_to(std::back_inserter(text_), "\n# TYPE {} {}\n", family.name, type_name(family.type));
}

void MetricsWriter::sample(LabelValues labels, std::uint64_t value) {
    line("", labels, "", fmt::format_int(value).c_str());
}

void MetricsWriter::sample(LabelValues labels, std::int64_t value) {
    line("", labels, "", fmt::format_int(value).c_str());
}

void MetricsWriter::sample(LabelValues labels, double value) {
    line("", labels, "", number_text(value));
}

void MetricsWriter::sample(LabelValues labels, const HistogramSnapshot& value) {
    std::uint64_t below = 0;
    for (std::size_t i = 0; i <= value.bounds.size(); ++i) {
        below += value.counts[i];
        const std::string bound = i < value.bounds.size() ? number_text(value.bounds[i]) : "+Inf";
        line("_bucket", labels, bound, fmt::format_int(below).c_str());
    }
    line("_sum", labels, "", number_text(value.sum));
    line("_count", labels, "", fmt::format_int(below).c_str());
}

void MetricsWriter::line(std::string_view suffix, LabelValues labels, std::string_view bound, std::string_view value) {
    const MetricFamily& family = families_.back();
    assert(labels.size() == family.label_count());
    text_.append(family.name).append(suffix);
    char before = '{';
    const auto label = [&](std::string_view name, std::string_view content) {
        text_ += std::exchange(before, ',');
        text_.append(name).append("=\"");
        is_utf8(content) ? append_escaped(text_, content, true) : append_escaped(text_, repaired_utf8(content), true);
        text_ += '"';
    };
    for (std::size_t i = 0; i < labels.size(); ++i) label(family.labels[i], labels[i]);
    if (!bound.empty()) label("le", bound);
    if (before == ',') text_ += '}';
    text_ += ' ';
    text_.append(value) += '\n';
}

}  // namespace greeninfer::telemetry
