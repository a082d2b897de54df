#pragma once
// GET /reports/carbon: who used how much, by the hour, for whoever is charged or checks.
#include <string_view>

#include "account/bookkeeper.hpp"
#include "api/report_query.hpp"
#include "pipeline/client_table.hpp"

namespace greeninfer::api {

// What this caller may see of it: a client sees the rows of its own department unless it may see all. Without clients
// (null) the caller is local and sees all. Fails with forbidden.
Result<account::ReportQuery> narrowed(account::ReportQuery query, const pipeline::Client* client);

std::string_view content_type_of(ReportFormat format);

// Makes and prints it. Takes the account's lock and may take milliseconds: to be done aside.
std::string print_report(account::Bookkeeper& books, const ReportRequest& request, const telemetry::LabelNames& names,
                         std::string_view data_set);

}  // namespace greeninfer::api
