#pragma once
// An address to listen on: host:port, [IPv6]:port or unix:/path.
#include <boost/asio/generic/stream_protocol.hpp>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace greeninfer::net {

struct ListenAddress {
    boost::asio::generic::stream_protocol::endpoint endpoint;
    std::string unix_path;  // empty for TCP
};

// A host must be an IP literal, "localhost" or empty (every address); names are not looked up for listening.
Result<ListenAddress> parse_listen_address(std::string_view text);

}  // namespace greeninfer::net
