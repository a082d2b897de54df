#pragma once
// What a model server's error means for the client who asked.
//
// Passing the server's own error through would show clients the addresses of a private network, and its status
// would blame them for our configuration (a 401 here means our key is wrong, not theirs). So the error is read,
// classified, and said again in our words; only what concerns the request itself keeps the server's text, with
// addresses taken out. The untouched text is kept apart for the log.
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace greeninfer::wire {

struct UpstreamError {
    Error error;              // safe to show to a client
    std::string raw_message;  // as the model server wrote it, at most 2,000 bytes; for logs only
};

// `status` is the HTTP status, or 0 for an error inside a stream. `body` may be anything: JSON of either
// {"error":{…}} or {"error":"…"} or {"message":…} or {"detail":…}, HTML, or nothing.
UpstreamError read_upstream_error(int status, std::string_view body);

// `text` with each word that names a host, an address or a path of a file replaced by "[redacted]".
std::string without_addresses(std::string_view text);

}  // namespace greeninfer::wire
