#pragma once
// Which header fields pass through the gateway, and which never may.
//
// Towards the model server: everything the client sent except what belongs to its connection, its credentials and its
// cookies; applications set headers that gateways do not know. Towards the client: only what is known to be meant for
// it, because a model server's headers speak of its own network.
#include "net/field_lines.hpp"
#include "net/message.hpp"
#include "pipeline/exchange.hpp"

namespace greeninfer::pipeline {

// The fields of an upstream request: the client's, the endpoint's own key, and identity encoding, since usage must be
// read from the answer.
net::FieldLines fields_for_upstream(const Exchange& exchange, const fleet::Endpoint& endpoint);

// Adds what an answer of a model server may tell the client: rate limits (unless the client has its own here),
// processing time, retry advice.
void add_fields_for_client(const Exchange& exchange, const net::ResponseHead& upstream, net::FieldLines& out);

}  // namespace greeninfer::pipeline
