#pragma once
// What the query of GET /reports/carbon asks for.
//
//     ?from=2026-11-29T00:00Z&to=2026-11-30&by=interval,department&format=csv
//
// Pure functions.
#include <string_view>

#include "account/report.hpp"
#include "base/result.hpp"

namespace greeninfer::api {

enum class ReportFormat : std::uint8_t { json, csv, text };
inline constexpr std::array<std::string_view, 3> kReportFormatNames = {"json", "csv", "text"};

struct ReportRequest {
    account::ReportQuery query;
    ReportFormat format = ReportFormat::json;
};

// `target` as received. Times are timestamps as grid operators write them (UTC unless they say otherwise), days, or
// Unix seconds; `by` is a list of account::kDimensionNames. Fails with invalid_request, naming the parameter.
Result<ReportRequest> read_report_request(std::string_view target);

}  // namespace greeninfer::api
