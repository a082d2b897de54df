#pragma once
// Refuses requests whose end another server could see elsewhere: the root of request smuggling.
//
// The parser already refuses a length beside chunks and lengths that differ. What it lets pass, because it is legal in
// some reading of the standard, is refused here: no client that means well sends it.
#include "base/result.hpp"
#include "net/message.hpp"

namespace greeninfer::net {

// `chunked`: how the parser understood the body. Errors are Fault::invalid_request and name the field.
Result<void> check_framing(const RequestHead& head, bool chunked);

}  // namespace greeninfer::net
