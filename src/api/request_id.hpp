#pragma once
// The id under which a request can be found in the client's log, ours, and the model server's.
#include <random>
#include <string>

#include "net/message.hpp"

namespace greeninfer::api {

// The client's own (x-client-request-id, then x-request-id) when it is 1 to 128 harmless characters, else a new one.
std::string request_id_of(const net::RequestHead& head, std::mt19937_64& random);

}  // namespace greeninfer::api
