#pragma once
// Lets web pages of listed origins call the gateway (Fetch standard, "CORS protocol").
#include "net/field_lines.hpp"
#include "net/message.hpp"
#include "pipeline/generation.hpp"

namespace greeninfer::api {

// Adds what a browser wants to see; nothing when the origin is absent or not in security.cors_origins.
void add_cors_fields(const pipeline::Generation& generation, const net::RequestHead& head, net::FieldLines& out);

// A browser's question whether it may call: OPTIONS with an Origin and the method it wants.
bool is_preflight(const net::RequestHead& head);

}  // namespace greeninfer::api
