#include "api/report_columns.hpp"
#include "api/report_labels.hpp"
#include "api/report_print.hpp"
#include "grid/timestamp.hpp"

namespace greeninfer::api {

namespace {

// As RFC 4180 has it. A text that a spreadsheet would take for a formula gets an apostrophe in front, as OWASP advises
// (CSV Injection).
void append_field(std::string& line, std::string_view text) {
    constexpr std::string_view kFormulaStarts = "=+-@\t\r";
    if (!line.empty()) line += ',';
    const bool is_formula = !text.empty() && kFormulaStarts.contains(text.front());
    if (!is_formula && text.find_first_of("\",\r\n") == std::string_view::npos) {
        line += text;
        return;
    }
    line += is_formula ? "\"'" : "\"";
    for (const char character : text) {
        if (character == '"') line += '"';
        line += character;
    }
    line += '"';
}

// What JSON says once a spreadsheet needs in every row: rows are cut out and passed on.
std::string provenance(const account::Report& report, std::string_view data_set) {
    std::string fields;
    append_field(fields, grid::print_timestamp(WallTime(std::chrono::seconds(report.began_at_s))));
    append_field(fields, report.is_complete() ? "true" : "false");
    append_field(fields, data_set);
    return fields;
}

std::string heading(const account::Report& report, const telemetry::LabelNames& names) {
    std::string line;
    for (const auto& [name, text] : labels_of({}, report.query, names)) append_field(line, name);
    for (const ReportColumn& column : report_columns()) append_field(line, column.name);
    return line + ",account_began_at,complete,data_set\r\n";
}

}  // namespace

std::string report_csv(const account::Report& report, const telemetry::LabelNames& names, std::string_view data_set) {
    std::string body = heading(report, names);
    const std::string last_fields = provenance(report, data_set);
    for (const account::ReportRow& row : report.rows) {
        std::string line;
        for (const auto& [name, text] : labels_of(row, report.query, names)) append_field(line, text);
        for (const ReportColumn& column : report_columns()) line += "," + figure_text(column, row.usage);
        body += line + "," + last_fields + "\r\n";
    }
    return body;
}

}  // namespace greeninfer::api
