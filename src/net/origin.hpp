#pragma once
// Where an upstream lives, taken from its URL once when the configuration is read.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace greeninfer::net {

struct Origin {
    bool tls = false;
    std::string host;  // name or IP literal, without brackets; empty for a Unix socket
    std::uint16_t port = 0;
    std::string unix_path;  // set for unix:/path/to.sock
    std::string base_path;  // "/v1", without a trailing slash; empty for none
    std::string authority;  // the Host header: host, and port unless it is the scheme's own
    std::string key;        // equal for origins that may share connections
};

// Reads http://host[:port][/path], https://…, http://[::1]:8080/v1 or unix:/path[:/base].
// Errors name what is wrong; user names and passwords in a URL are refused, keys belong in api_key_env.
Result<Origin> parse_origin(std::string_view url);

}  // namespace greeninfer::net
