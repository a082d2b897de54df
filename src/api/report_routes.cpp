#include "api/report_routes.hpp"

#include <array>

#include "api/report_print.hpp"

namespace greeninfer::api {

Result<account::ReportQuery> narrowed(account::ReportQuery query, const pipeline::Client* client) {
    using pipeline::ReportScope;
    if (!client || client->settings.reports == ReportScope::all) return query;
    if (client->settings.reports == ReportScope::none) {
        return fail(Fault::forbidden, "this client may not read reports (clients[].reports)", "authorization");
    }
    if (!client->department) {
        return fail(Fault::forbidden,
                    "this client may read the reports of its own department and has none (clients[].department, "
                    "clients[].reports)",
                    "authorization");
    }
    query.only_department = client->department->label;
    return query;
}

std::string_view content_type_of(ReportFormat format) {
    constexpr std::array<std::string_view, 3> kTypes = {"application/json", "text/csv; charset=utf-8; header=present",
                                                        "text/plain; charset=utf-8"};
    return kTypes[static_cast<std::size_t>(format)];
}

std::string print_report(account::Bookkeeper& books, const ReportRequest& request, const telemetry::LabelNames& names,
                         std::string_view data_set) {
    const account::Report report = make_report(books, request.query);
    switch (request.format) {
        case ReportFormat::csv:
            return report_csv(report, names, data_set);
        case ReportFormat::text:
            return report_table(report, names, data_set);
        case ReportFormat::json:
            break;
    }
    return report_json(report, names, data_set);
}

}  // namespace greeninfer::api
