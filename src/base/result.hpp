#pragma once
// How every function of the data path fails: by value, with what went wrong and for whom.
//
// Exceptions would hide which calls can fail and cost microseconds when a peer misbehaves; an HTTP status here would
// tie every layer to HTTP. So a layer names a Fault, and wire/fault_table.cpp alone says what status and code it is.
#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <utility>

namespace greeninfer {

enum class Fault : std::uint8_t {
    invalid_request,     // not JSON, not HTTP, a field missing or of the wrong type
    field_out_of_range,  // well-formed, but a value the field does not take
    context_too_long,    // more tokens than the model's context window
    unauthenticated,     // no key, or an unknown one
    forbidden,           // a known key that may not do this
    unknown_model,
    unknown_session,
    unknown_route,
    method_not_allowed,
    client_too_slow,  // header or body did not arrive in time
    body_too_large,
    header_too_large,
    expectation_failed,      // an Expect header other than 100-continue
    unsupported_encoding,    // a request body in a content-encoding the gateway does not read
    too_many_requests,       // a limit of the gateway: requests in flight, a full engine queue, a client's rate
    carbon_budget_exceeded,  // a session, client or department has no carbon left to spend
    money_budget_exceeded,   // as above, of money
    upstream_rate_limit,     // the model server said 429
    upstream_rejected,       // the model server said 4xx about the request itself
    upstream_denied,         // the model server refused our key or does not know our model: our configuration is wrong
    upstream_unreachable,    // no connection, or it broke before an answer
    upstream_failed,         // an answer that is an error or is not understood
    upstream_timeout,        // silence longer than one of the four upstream timers
    not_ready,               // no endpoint of the model can answer now
    draining,                // shutting down
    memory_ceiling,          // taking this request would pass server.memory_ceiling
    client_gone,             // the client closed; nobody reads an answer
    internal,                // our own bug
    preview_changed,         // the id of a preview that this server did not write so
    preview_expired,         // the id of a preview whose time is over
    preview_foreign,         // the id of a preview of another server, or made for another client
};
inline constexpr Fault kLastFault = Fault::preview_foreign;

struct Error {
    Fault fault = Fault::internal;
    std::string detail;      // for people; never a key, a prompt or an internal address
    std::string field = {};  // the offending input, such as "messages[0].role"; may be empty
    std::optional<std::chrono::seconds> retry_after = {};  // when trying again makes sense, if known
};

template <class T>
using Result = std::expected<T, Error>;

// Shortens `return std::unexpected(Error{...})`.
inline std::unexpected<Error> fail(Fault fault, std::string detail, std::string field = {}) {
    return std::unexpected(Error{fault, std::move(detail), std::move(field), std::nullopt});
}

}  // namespace greeninfer

#define GREENINFER_JOIN_(a, b) a##b
#define GREENINFER_JOIN(a, b) GREENINFER_JOIN_(a, b)
#define GREENINFER_TRY_(leave, result, declaration, ...)           \
    auto result = (__VA_ARGS__);                                   \
    if (!result) leave std::unexpected(std::move(result).error()); \
    declaration = *std::move(result)

// Unwraps a Result, or ends the function (TRY) or coroutine (CO_TRY) with its error. Statements, not expressions.
#define TRY(declaration, ...) GREENINFER_TRY_(return, GREENINFER_JOIN(result_, __LINE__), declaration, __VA_ARGS__)
#define CO_TRY(declaration, ...) \
    GREENINFER_TRY_(co_return, GREENINFER_JOIN(result_, __LINE__), declaration, __VA_ARGS__)
