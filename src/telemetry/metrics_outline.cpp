#include "telemetry/metrics_outline.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace greeninfer::telemetry {

std::string outline(std::span<const MetricFamily> families) {
    std::vector<MetricFamily> sorted(families.begin(), families.end());
    std::ranges::sort(sorted, {}, &MetricFamily::name);
    std::string text;
    for (const MetricFamily& family : sorted) {
        const auto labels = std::span(family.labels).first(family.label_count());
        fmt::format_to(std::back_inserter(text), "{}{{{}}} {}\n    {}\n", family.name, fmt::join(labels, ","),
                       type_name(family.type), family.help);
    }
    return text;
}

}  // namespace greeninfer::telemetry
