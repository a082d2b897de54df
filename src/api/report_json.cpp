#include <fmt/format.h>

#include "api/report_columns.hpp"
#include "api/report_labels.hpp"
#include "api/report_print.hpp"
#include "grid/timestamp.hpp"
#include "wire/json_writer.hpp"

namespace greeninfer::api {

namespace {

using wire::JsonWriter;

void write_figures(JsonWriter& writer, const account::Usage& usage) {
    for (const ReportColumn& column : report_columns()) {
        const std::string figure = figure_text(column, usage);
        writer.key(column.name).raw(figure.empty() ? "null" : figure);
    }
}

void write_query(JsonWriter& writer, const account::ReportQuery& query) {
    if (query.from) writer.member("from", grid::print_timestamp(*query.from));
    if (query.to) writer.member("to", grid::print_timestamp(*query.to));
    writer.key("by").begin_array();
    for (std::size_t i = 0; i < account::kDimensionNames.size(); ++i) {
        if (query.by[i]) writer.value(account::kDimensionNames[i]);
    }
    writer.end_array();
}

void write_account(JsonWriter& writer, const account::Report& report) {
    const auto time = [](std::int64_t unix_s) { return grid::print_timestamp(WallTime(std::chrono::seconds(unix_s))); };
    writer.key("account").begin_object().member("complete", report.is_complete());
    writer.member("began_at", time(report.began_at_s));
    if (report.forgotten_before_s) writer.member("forgotten_before", time(*report.forgotten_before_s));
    writer.member("records_dropped", report.records_dropped);
    writer.member("records_back_in_time", report.records_back_in_time);
    writer.key("shortcomings").begin_array();
    for (const std::string& sentence : shortcomings_of(report)) writer.value(sentence);
    writer.end_array().end_object();
}

void write_method(JsonWriter& writer, std::string_view data_set) {
    writer.key("method").begin_object().member("data_set", data_set);
    writer.member("energy",
                  "of the facility: IT energy times PUE; every attempt and check, also of answers thrown away");
    writer.member("carbon", "operational CO2e, location-based");
    writer.member("p5_p95", "sums of the records' own percentiles, as model and grid err the same way in all of them");
    writer.member("unknown", "null; counted in attempts_without_*, and in no sum").end_object();
}

}  // namespace

std::string report_json(const account::Report& report, const telemetry::LabelNames& names, std::string_view data_set) {
    std::string body;
    JsonWriter writer(body);
    writer.begin_object();
    write_query(writer, report.query);
    writer.member("interval_seconds", report.interval.count());
    write_account(writer, report);
    write_method(writer, data_set);
    writer.key("rows").begin_array();
    for (const account::ReportRow& row : report.rows) {
        writer.begin_object();
        for (const auto& [name, text] : labels_of(row, report.query, names))
            writer.member(name, std::string_view(text));
        write_figures(writer, row.usage);
        writer.end_object();
    }
    writer.end_array().key("total").begin_object();
    write_figures(writer, report.total);
    writer.end_object().end_object();
    return body;
}

}  // namespace greeninfer::api
