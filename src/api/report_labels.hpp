#pragma once
// What a row of a report is about, as text: the time that it covers, and the names that the query asks for.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "account/report.hpp"
#include "telemetry/label_names.hpp"

namespace greeninfer::api {

using RowLabels = std::vector<std::pair<std::string_view, std::string>>;

// from and to, then model, region and department as far as the query asks for them; in this order in every row.
RowLabels labels_of(const account::ReportRow& row, const account::ReportQuery& query,
                    const telemetry::LabelNames& names);

}  // namespace greeninfer::api
