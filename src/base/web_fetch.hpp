#pragma once
// Asking another server for a small document, as the layers below `net` see it: grid operators, meters, exporters.
//
// Those layers may not know sockets, and their tests want answers that a script gives; so they are handed this, and
// net::WebClient is what stands behind it in the gateway. Used on the control core only, never by a request.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/task.hpp"

namespace greeninfer {

struct WebRequest {
    std::string url;                                          // http or https, with path and query
    std::vector<std::pair<std::string, std::string>> fields;  // header fields; a key in one is never logged
    std::chrono::milliseconds timeout{10'000};                // for the whole exchange
    std::size_t max_body_bytes = std::size_t{8} << 20;
};

struct WebAnswer {
    unsigned status = 0;
    std::string body;
    std::optional<std::chrono::seconds> retry_after;
};

class WebFetch {
public:
    virtual ~WebFetch() = default;
    // GET. Any status is an answer; fails with upstream_unreachable, upstream_timeout or upstream_failed.
    virtual Task<WebAnswer> get(WebRequest request) = 0;
};

}  // namespace greeninfer
