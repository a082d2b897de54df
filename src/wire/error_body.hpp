#pragma once
// The only writer of error bodies: OpenAI's {"error":{message,type,param,code}} and the native
// {"error":{message,type,code,field}}. Clients parse these, so their exact text is held by a golden file.
#include <string>

#include "base/result.hpp"
#include "wire/fault_table.hpp"

namespace greeninfer::wire {

// Appends the body of an error reply, application/json.
void append_error_body(Dialect dialect, const Error& error, std::string& out);

// Appends the event that ends a stream which broke after its first content: no [DONE] may follow it. The native
// dialect names its events, so there the event is called "error".
void append_error_event(Dialect dialect, const Error& error, std::string& out);

}  // namespace greeninfer::wire
