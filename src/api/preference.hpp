#pragma once
// What a client would rather have, by its `accept` and `accept-encoding` (RFC 9110 12.5).
//
// The same path answers programs and browsers, so the one thing that must not happen is a program that gets a page: the
// page goes only to whoever names HTML and does not like JSON better.
#include <string_view>

#include "net/header_fields.hpp"

namespace greeninfer::api {

// Whether the client names HTML, or all text, and wants it no less than JSON.
bool prefers_page(const net::HeaderFields& fields);

// Whether gzip may be sent, and is wanted no less than the bytes as they are.
bool takes_gzip(const net::HeaderFields& fields);

// Whether one of the entity tags of `if-none-match` is this one, as RFC 9110 13.1.2 compares them.
bool names_tag(const net::HeaderFields& fields, std::string_view tag);

}  // namespace greeninfer::api
