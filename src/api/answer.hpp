#pragma once
// The answers that the gateway gives by itself: JSON bodies, and errors in the caller's dialect.
#include <string>
#include <string_view>

#include "base/task.hpp"
#include "net/server_exchange.hpp"
#include "wire/fault_table.hpp"

namespace greeninfer::api {

// What every answer to one request carries, whoever wrote its body.
struct Envelope {
    std::string request_id;
    net::FieldLines fields;  // CORS and the like
};

Task<> send_body(net::ServerExchange& out, const Envelope& envelope, unsigned status, std::string_view content_type,
                 std::string_view body);

// The error's status, body and advice on retrying. `upstream_fields`: what a model server said beside its refusal.
Task<> send_error(net::ServerExchange& out, const Envelope& envelope, wire::Dialect dialect, const Error& error,
                  const net::FieldLines& upstream_fields = {});

}  // namespace greeninfer::api
