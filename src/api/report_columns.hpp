#pragma once
// The figures of a report, once for all its forms: a column that only one of them had would be missed by somebody.
//
// Units end the names. What is not known has no value, never 0. Pure functions; constants.
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "account/report.hpp"

namespace greeninfer::api {

struct ReportColumn {
    std::string_view name;
    std::optional<double> (*value)(const account::Usage& usage);
    bool is_count = false;  // a whole number
};

std::span<const ReportColumn> report_columns();

// How a row's figure is written: as few digits as bring the same number back, so that figures can be checked against
// the counters; empty where it is unknown.
std::string figure_text(const ReportColumn& column, const account::Usage& usage);

// What is missing in the report, a sentence each; nothing when it is whole.
std::vector<std::string> shortcomings_of(const account::Report& report);

}  // namespace greeninfer::api
