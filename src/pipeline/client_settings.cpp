#include "pipeline/client_settings.hpp"

#include "config/fields.hpp"

namespace greeninfer::pipeline {

using config::OneOf;

static constexpr std::array<std::string_view, 2> kNoAndYes = {"false", "true"};

void describe(config::Fields& fields, ClientSettings& settings) {
    fields.required("name", settings.name, config::Name{}, "Who it is, in logs and reports.");
    fields.required("key_sha256", settings.key_sha256, config::Sha256{},
                    "SHA-256 of its key: `printf %s \"$KEY\" | sha256sum`.");
    fields.value("department", settings.department, config::Name{}, "Who its use is charged to.");
    fields.value("may_set_department", settings.may_set_department, OneOf<bool>{kNoAndYes},
                 "Whether its requests may name another department in `x-greeninfer-department`; an application that "
                 "serves several.");
    fields.value("reports", settings.reports, OneOf<ReportScope>{kReportScopeNames},
                 "What it may read of `GET /reports/carbon`.");
    fields.value("brief_answers", settings.brief_answers, OneOf<bool>{kNoAndYes},
                 "Whether models are asked for brief answers to it in eco mode, whatever `optimizer.brief_answers` "
                 "says.");
    budget::describe_spending(fields, settings.spending);
    budget::describe_rates(fields, settings.rates);
}

}  // namespace greeninfer::pipeline
