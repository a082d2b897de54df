#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "api/report_columns.hpp"
#include "api/report_labels.hpp"
#include "api/report_print.hpp"

namespace greeninfer::api {

namespace {

using Cells = std::vector<std::string>;

// Of all columns those that people look at first; the others are in the JSON and the CSV.
constexpr std::array<std::string_view, 7> kShown = {"energy_kwh", "co2e_g",   "co2e_g_p5",    "co2e_g_p95",
                                                    "cost_usd",   "attempts", "output_tokens"};

const ReportColumn& column_named(std::string_view name) {
    return *std::ranges::find(report_columns(), name, &ReportColumn::name);
}

std::string shown(const ReportColumn& column, const account::Usage& usage) {
    const auto value = column.value(usage);
    if (!value) return "unknown";
    return column.is_count ? fmt::format("{:.0f}", *value) : fmt::format("{:.4g}", *value);
}

Cells heading(const account::Report& report, const telemetry::LabelNames& names) {
    Cells cells;
    for (const auto& [name, text] : labels_of({}, report.query, names)) cells.emplace_back(name);
    for (const std::string_view name : kShown) cells.emplace_back(name);
    return cells;
}

Cells cells_of(const RowLabels& labels, const account::Usage& usage) {
    Cells cells;
    for (const auto& [name, text] : labels) cells.push_back(text);
    for (const std::string_view name : kShown) cells.push_back(shown(column_named(name), usage));
    return cells;
}

// Texts to the left, figures to the right.
std::string line_of(const Cells& cells, const std::vector<std::size_t>& widths) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const bool is_figure = i + kShown.size() >= cells.size();
        line += is_figure ? fmt::format("{:>{}}  ", cells[i], widths[i]) : fmt::format("{:<{}}  ", cells[i], widths[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line + "\n";
}

}  // namespace

std::string report_table(const account::Report& report, const telemetry::LabelNames& names, std::string_view data_set) {
    std::vector<Cells> lines = {heading(report, names)};
    for (const account::ReportRow& row : report.rows) {
        lines.push_back(cells_of(labels_of(row, report.query, names), row.usage));
    }
    RowLabels total(labels_of({}, report.query, names).size());
    total.front().second = "total";
    lines.push_back(cells_of(total, report.total));
    std::vector<std::size_t> widths(lines.front().size());
    for (const Cells& cells : lines) {
        for (std::size_t i = 0; i < cells.size(); ++i) widths[i] = std::max(widths[i], cells[i].size());
    }
    std::string body;
    for (const Cells& cells : lines) body += line_of(cells, widths);
    body += "\n";
    for (const std::string& sentence : shortcomings_of(report)) body += sentence + "\n";
    return body + fmt::format("Location-based; facility energy; p5 and p95 as in the JSON. Data set: {}\n", data_set);
}

}  // namespace greeninfer::api
