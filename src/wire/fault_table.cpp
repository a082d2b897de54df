#include "wire/fault_table.hpp"

#include <array>
#include <utility>

namespace greeninfer::wire {
namespace {

using enum Fault;
using enum LogLevel;

constexpr std::string_view kInvalid = "invalid_request_error";
constexpr std::string_view kKey = "authentication_error";
constexpr std::string_view kServer = "server_error";

// Statuses: under /v1, then native, where a well-formed body with a wrong value is 422.
// clang-format off
constexpr std::array<FaultEntry, 31> kTable = {{
    {invalid_request,        "invalid_request",        400, 400, kInvalid,           "", info},
    {field_out_of_range,     "field_out_of_range",     400, 422, kInvalid,           "", info},
    {context_too_long,       "context_too_long",       400, 422, kInvalid,           "context_length_exceeded", info},
    {unauthenticated,        "unauthenticated",        401, 401, kKey,               "invalid_api_key", info},
    {forbidden,              "forbidden",              403, 403, "permission_error", "forbidden", info},
    {unknown_model,          "unknown_model",          404, 404, kInvalid,           "model_not_found", info},
    {unknown_session,        "unknown_session",        404, 404, kInvalid,           "session_not_found", info},
    {unknown_route,          "unknown_route",          404, 404, kInvalid,           "unknown_url", info},
    {method_not_allowed,     "method_not_allowed",     405, 405, kInvalid,           "method_not_allowed", info},
    {client_too_slow,        "client_too_slow",        408, 408, kInvalid,           "request_timeout", info},
    {body_too_large,         "body_too_large",         413, 413, kInvalid,           "request_too_large", info},
    {header_too_large,       "header_too_large",       431, 431, kInvalid,           "header_too_large", info},
    {expectation_failed,     "expectation_failed",     417, 417, kInvalid,           "expectation_failed", info},
    {unsupported_encoding,   "unsupported_encoding",   415, 415, kInvalid,           "unsupported_encoding", info},
    {too_many_requests,      "too_many_requests",      429, 429, "rate_limit_error", "rate_limit_exceeded", warning},
    {carbon_budget_exceeded, "carbon_budget_exceeded", 402, 402, "budget_error",     "carbon_budget_exceeded", info},
    {money_budget_exceeded,  "money_budget_exceeded",  402, 402, "budget_error",     "money_budget_exceeded", info},
    {upstream_rate_limit,    "upstream_rate_limit",    429, 429, "rate_limit_error", "rate_limit_exceeded", warning},
    {upstream_rejected,      "upstream_rejected",      400, 400, kInvalid,           "upstream_rejected", info},
    {upstream_denied,        "upstream_denied",        502, 502, kServer,            "upstream_denied", error},
    {upstream_unreachable,   "upstream_unreachable",   502, 502, kServer,            "upstream_unreachable", warning},
    {upstream_failed,        "upstream_failed",        502, 502, kServer,            "upstream_error", warning},
    {upstream_timeout,       "upstream_timeout",       504, 504, kServer,            "upstream_timeout", warning},
    {not_ready,              "not_ready",              503, 503, kServer,            "not_ready", warning},
    {draining,               "draining",               503, 503, kServer,            "draining", info},
    {memory_ceiling,         "memory_ceiling",         507, 507, kServer,            "memory_ceiling", warning},
    {client_gone,            "client_gone",            499, 499, kInvalid,           "client_closed_request", debug},
    {internal,               "internal",               500, 500, kServer,            "internal_error", error},
    {preview_changed,        "preview_changed",        400, 400, kInvalid,           "preview_changed", info},
    {preview_expired,        "preview_expired",        400, 400, kInvalid,           "preview_expired", info},
    {preview_foreign,        "preview_foreign",        400, 400, kInvalid,           "preview_foreign", info},
}};
// clang-format on

constexpr bool is_in_order_of_fault() {
    for (std::size_t at = 0; at < kTable.size(); ++at) {
        if (std::to_underlying(kTable[at].fault) != at) return false;
    }
    return std::to_underlying(kLastFault) + 1 == kTable.size();
}
static_assert(is_in_order_of_fault());

}  // namespace

const FaultEntry& fault_entry(Fault fault) {
    return kTable[std::to_underlying(fault)];
}

}  // namespace greeninfer::wire
