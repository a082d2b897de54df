#include "net/listen_address.hpp"

#include <fmt/format.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <charconv>

namespace greeninfer::net {

namespace asio = boost::asio;

namespace {

constexpr const char* kField = "server.listen";

Result<ListenAddress> parse_unix(std::string_view path) {
    if (!path.starts_with('/') || path.size() > 107) {
        return fail(Fault::invalid_request, "unix: needs an absolute path of at most 107 bytes", kField);
    }
    return ListenAddress{asio::local::stream_protocol::endpoint(path), std::string(path)};
}

Result<asio::ip::address> parse_host(std::string_view host) {
    if (host.empty()) return asio::ip::address(asio::ip::address_v6::any());
    if (host == "localhost") return asio::ip::address(asio::ip::address_v4::loopback());
    const bool bracketed = host.starts_with('[') && host.ends_with(']');
    if (bracketed) host = host.substr(1, host.size() - 2);
    // Without brackets the last part of an IPv6 address would be taken for the port.
    if (!bracketed && host.contains(':')) {
        return fail(Fault::invalid_request, "write an IPv6 address as [address]:port", kField);
    }
    boost::system::error_code error;
    const auto address = asio::ip::make_address(std::string(host), error);
    if (!error && address.is_v6() == bracketed) return address;
    return fail(Fault::invalid_request, fmt::format("'{}' is not an IP address or localhost", host), kField);
}

}  // namespace

Result<ListenAddress> parse_listen_address(std::string_view text) {
    if (text.starts_with("unix:")) return parse_unix(text.substr(5));
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) {
        return fail(Fault::invalid_request, fmt::format("'{}' has no port; write host:port", text), kField);
    }
    TRY(const asio::ip::address host, parse_host(text.substr(0, colon)));
    const std::string_view digits = text.substr(colon + 1);
    unsigned port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc() || end != digits.data() + digits.size() || port > 65535) {
        return fail(Fault::invalid_request, fmt::format("'{}' is not a port (0 to 65535)", digits), kField);
    }
    return ListenAddress{asio::ip::tcp::endpoint(host, static_cast<std::uint16_t>(port)), {}};
}

}  // namespace greeninfer::net
