#include "account/report.hpp"

#include <limits>
#include <tuple>

namespace greeninfer::account {

namespace {

using Key = std::tuple<std::int64_t, energy::EnergyLabels>;

std::int64_t unix_seconds(WallTime time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

struct Range {
    std::int64_t from_s = std::numeric_limits<std::int64_t>::min();
    std::int64_t to_s = std::numeric_limits<std::int64_t>::max();
};

Range range_of(const ReportQuery& query) {
    Range range;
    if (query.from) range.from_s = unix_seconds(*query.from);
    if (query.to) range.to_s = unix_seconds(*query.to);
    return range;
}

// What is not asked for is the same in all keys.
energy::EnergyLabels grouped(const energy::EnergyLabels& labels, const ReportQuery& query) {
    energy::EnergyLabels group;
    if (query.is_by(Dimension::model)) group.model = labels.model;
    if (query.is_by(Dimension::region)) group.region = labels.region;
    if (query.is_by(Dimension::department)) group.department = labels.department;
    return group;
}

class Grouping {
public:
    Grouping(const ReportQuery& query, std::int64_t interval_s) : query_(query), interval_s_(interval_s) {}

    void add(std::int64_t start_s, const energy::EnergyLabels& labels, const Usage& usage) {
        if (query_.only_department && labels.department != *query_.only_department) return;
        const bool by_interval = query_.is_by(Dimension::interval);
        ReportRow& row = rows_[{by_interval ? start_s : 0, grouped(labels, query_)}];
        row.start_s = row.end_s == 0 ? start_s : std::min(row.start_s, start_s);
        row.end_s = std::max(row.end_s, start_s + interval_s_);
        row.usage += usage;
    }
    std::vector<ReportRow> rows() && {
        std::vector<ReportRow> rows;
        for (auto& [key, row] : rows_) {
            row.labels = std::get<energy::EnergyLabels>(key);
            rows.push_back(row);
        }
        return rows;
    }

private:
    const ReportQuery& query_;
    std::int64_t interval_s_;
    std::map<Key, ReportRow> rows_;
};

Report report_on(const UsageAccount& account, const ReportQuery& query) {
    const std::int64_t interval_s = account.limits().interval.count();
    const Range range = range_of(query);
    Grouping grouping(query, interval_s);
    for (const auto& [start_s, rows] : account.intervals()) {
        if (start_s + interval_s <= range.from_s || start_s >= range.to_s) continue;
        for (const auto& [labels, usage] : rows) grouping.add(start_s, labels, usage);
    }
    Report report{.query = query,
                  .interval = account.limits().interval,
                  .rows = std::move(grouping).rows(),
                  .forgotten_before_s = account.forgotten_before_s(),
                  .records_back_in_time = account.back_in_time()};
    for (const ReportRow& row : report.rows) report.total += row.usage;
    return report;
}

}  // namespace

bool Report::is_complete() const {
    if (!query.from || records_dropped > 0) return false;
    const std::int64_t from_s = unix_seconds(*query.from);
    return from_s >= began_at_s && (!forgotten_before_s || from_s >= *forgotten_before_s);
}

Report make_report(Bookkeeper& books, const ReportQuery& query) {
    Report report = books.read([&](const UsageAccount& account) { return report_on(account, query); });
    report.began_at_s = unix_seconds(books.began_at());
    report.records_dropped = books.dropped();
    return report;
}

}  // namespace greeninfer::account
