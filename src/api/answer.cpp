#include "api/answer.hpp"

#include "wire/error_body.hpp"

namespace greeninfer::api {

namespace {

constexpr std::string_view kJson = "application/json";

// Either the gateway has made its own retries, which the client's would multiply, or time alone helps, and that is
// long.
bool retrying_is_vain(Fault fault) {
    return fault == Fault::upstream_unreachable || fault == Fault::upstream_failed ||
           fault == Fault::upstream_timeout || fault == Fault::carbon_budget_exceeded ||
           fault == Fault::money_budget_exceeded;
}

void add_advice(const Error& error, net::FieldLines& fields) {
    if (error.retry_after) fields.add("retry-after", std::to_string(error.retry_after->count()));
    if (retrying_is_vain(error.fault)) fields.add("x-should-retry", "false");
    if (error.fault == Fault::unauthenticated) fields.add("www-authenticate", "Bearer");
    if (error.fault == Fault::method_not_allowed) fields.add("allow", error.field);
}

}  // namespace

Task<> send_body(net::ServerExchange& out, const Envelope& envelope, unsigned status, std::string_view content_type,
                 std::string_view body) {
    net::FieldLines fields;
    fields.add("content-type", content_type);
    fields.add("x-request-id", envelope.request_id);
    fields.append(envelope.fields);
    co_return co_await out.respond(status, fields, {&body, 1});
}

Task<> send_error(net::ServerExchange& out, const Envelope& envelope, wire::Dialect dialect, const Error& error,
                  const net::FieldLines& upstream_fields) {
    std::string body;
    wire::append_error_body(dialect, error, body);
    net::FieldLines fields;
    fields.add("content-type", kJson);
    fields.add("x-request-id", envelope.request_id);
    fields.append(envelope.fields);
    if (upstream_fields.empty()) {
        add_advice(error, fields);
    } else {
        fields.append(upstream_fields);
    }
    const std::string_view piece = body;
    const auto status = static_cast<unsigned>(wire::http_status(error.fault, dialect));
    co_return co_await out.respond(status, fields, {&piece, 1});
}

}  // namespace greeninfer::api
