#pragma once
// A report as JSON for programs, as CSV for spreadsheets, and as a table for people.
//
// Pure functions; made aside, never on a core that serves requests, as a report may have ten thousands of rows.
// `data_set` names the figures that the gateway turns tokens into grams with.
#include <string>
#include <string_view>

#include "account/report.hpp"
#include "telemetry/label_names.hpp"

namespace greeninfer::api {

std::string report_json(const account::Report& report, const telemetry::LabelNames& names, std::string_view data_set);
std::string report_csv(const account::Report& report, const telemetry::LabelNames& names, std::string_view data_set);
std::string report_table(const account::Report& report, const telemetry::LabelNames& names, std::string_view data_set);

}  // namespace greeninfer::api
