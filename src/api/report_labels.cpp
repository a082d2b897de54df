#include "api/report_labels.hpp"

#include "grid/timestamp.hpp"

namespace greeninfer::api {

RowLabels labels_of(const account::ReportRow& row, const account::ReportQuery& query,
                    const telemetry::LabelNames& names) {
    using account::Dimension;
    const auto time = [](std::int64_t unix_s) { return grid::print_timestamp(WallTime(std::chrono::seconds(unix_s))); };
    RowLabels labels = {{"from", time(row.start_s)}, {"to", time(row.end_s)}};
    const auto add = [&](Dimension dimension, telemetry::LabelId id) {
        if (!query.is_by(dimension)) return;
        labels.emplace_back(account::kDimensionNames[static_cast<std::size_t>(dimension)], names.name(id));
    };
    add(Dimension::model, row.labels.model);
    add(Dimension::region, row.labels.region);
    add(Dimension::department, row.labels.department);
    return labels;
}

}  // namespace greeninfer::api
