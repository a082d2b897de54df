#pragma once
// A report: the account's intervals between two times, added up by the dimensions that somebody asks for, with what an
// auditor must know about how whole it is.
//
// The account is kept in memory only, so a report can lack what was before the start, what was forgotten and what the
// ring lost; it says each of these. Plain values; made under the account's lock, printed without it.
#include <optional>
#include <vector>

#include "account/bookkeeper.hpp"

namespace greeninfer::account {

enum class Dimension : std::uint8_t { interval, model, region, department };
inline constexpr std::array<std::string_view, 4> kDimensionNames = {"interval", "model", "region", "department"};

struct ReportQuery {
    // Intervals that overlap the time from `from` up to, and without, `to`; absent: all there are.
    std::optional<WallTime> from = {};
    std::optional<WallTime> to = {};
    std::array<bool, kDimensionNames.size()> by = {true, true, true, true};
    std::optional<telemetry::LabelId> only_department = {};

    bool is_by(Dimension dimension) const { return by[static_cast<std::size_t>(dimension)]; }
};

struct ReportRow {
    std::int64_t start_s = 0;  // Unix time
    std::int64_t end_s = 0;
    energy::EnergyLabels labels;  // those that the query asks for mean something
    Usage usage;
};

struct Report {
    ReportQuery query;
    std::chrono::seconds interval{0};
    std::vector<ReportRow> rows;  // ascending by time, then by the labels' ids
    Usage total;
    // How whole it is.
    std::int64_t began_at_s = 0;  // the account began empty then
    std::optional<std::int64_t> forgotten_before_s;
    std::uint64_t records_dropped = 0;
    std::uint64_t records_back_in_time = 0;

    // Whether it has all that happened in the time that was asked for. Without a `from` nobody can tell.
    bool is_complete() const;
};

Report make_report(Bookkeeper& books, const ReportQuery& query);

}  // namespace greeninfer::account
