#include "pipeline/client_settings.hpp"

#include "config/fields.hpp"

namespace greeninfer::pipeline {

void describe(config::Fields& fields, ClientSettings& settings) {
    fields.required("name", settings.name, config::Name{}, "Who it is, in logs and reports.");
    fields.required("key_sha256", settings.key_sha256, config::Sha256{},
                    "SHA-256 of its key: `printf %s \"$KEY\" | sha256sum`.");
    fields.value("department", settings.department, config::Name{}, "Who its use is charged to.");
    budget::describe_spending(fields, settings.spending);
    budget::describe_rates(fields, settings.rates);
}

}  // namespace greeninfer::pipeline
