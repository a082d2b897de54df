#include "net/origin.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace greeninfer::net {

namespace {

Result<std::uint16_t> parse_port(std::string_view text) {
    unsigned port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size() || port == 0 || port > 65535) {
        return fail(Fault::invalid_request, fmt::format("'{}' is not a port (1 to 65535)", text), "url");
    }
    return static_cast<std::uint16_t>(port);
}

Result<Origin> parse_unix(std::string_view rest) {
    Origin origin;
    const std::size_t colon = rest.find(":/");
    origin.unix_path = rest.substr(0, colon);
    if (colon != std::string_view::npos) origin.base_path = rest.substr(colon + 1);
    if (!origin.unix_path.starts_with('/') || origin.unix_path.size() > 107) {
        return fail(Fault::invalid_request, "a Unix socket needs an absolute path of at most 107 bytes", "url");
    }
    origin.authority = "localhost";
    return origin;
}

// Splits "host:port" or "[v6]:port" into the origin; the port stays 0 when none is given.
Result<void> parse_authority(std::string_view authority, Origin& origin) {
    std::string_view port;
    if (authority.starts_with('[')) {
        const std::size_t close = authority.find(']');
        if (close == std::string_view::npos) return fail(Fault::invalid_request, "a '[' without its ']'", "url");
        origin.host = authority.substr(1, close - 1);
        port = authority.substr(close + 1);
    } else {
        const std::size_t colon = authority.find(':');
        origin.host = authority.substr(0, colon);
        if (colon != std::string_view::npos) port = authority.substr(colon);
    }
    if (origin.host.empty()) return fail(Fault::invalid_request, "no host", "url");
    const bool address = authority.starts_with('[');
    const bool odd = address ? origin.host.find_first_not_of("0123456789abcdefABCDEF:.") != std::string::npos ||
                                   !origin.host.contains(':')
                             : origin.host.find_first_of("\"<>\\^`{|}[]") != std::string::npos;
    if (odd) {
        return fail(Fault::invalid_request, fmt::format("'{}' is not a host", origin.host), "url");
    }
    if (port.empty()) return {};
    if (!port.starts_with(':')) return fail(Fault::invalid_request, "text after the host", "url");
    TRY(origin.port, parse_port(port.substr(1)));
    return {};
}

std::string authority_of(const Origin& origin, std::uint16_t default_port) {
    std::string text = origin.host.contains(':') ? "[" + origin.host + "]" : origin.host;
    if (origin.port != default_port) text += ":" + std::to_string(origin.port);
    return text;
}

void strip_trailing_slashes(std::string& path) {
    while (path.ends_with('/')) path.pop_back();
}

}  // namespace

Result<Origin> parse_origin(std::string_view url) {
    if (std::ranges::any_of(url, [](char letter) { return letter <= ' ' || letter >= 127; })) {
        return fail(Fault::invalid_request, "a URL holds visible ASCII characters only; write others as %XX", "url");
    }
    Origin origin;
    if (url.starts_with("unix:")) {
        TRY(origin, parse_unix(url.substr(5)));
    } else {
        origin.tls = url.starts_with("https://");
        if (!origin.tls && !url.starts_with("http://")) {
            return fail(Fault::invalid_request, "a URL starts with http://, https:// or unix:/", "url");
        }
        std::string_view rest = url.substr(origin.tls ? 8 : 7);
        if (rest.find_first_of("?#") != std::string_view::npos) {
            return fail(Fault::invalid_request, "a base URL has no '?' or '#'", "url");
        }
        const std::size_t slash = rest.find('/');
        if (slash != std::string_view::npos) origin.base_path = rest.substr(slash);
        const std::string_view authority = rest.substr(0, slash);
        if (authority.contains('@')) {
            return fail(Fault::invalid_request, "no user or key in a URL; use api_key_env", "url");
        }
        if (auto parsed = parse_authority(authority, origin); !parsed) return std::unexpected(parsed.error());
        const std::uint16_t default_port = origin.tls ? 443 : 80;
        if (origin.port == 0) origin.port = default_port;
        origin.authority = authority_of(origin, default_port);
    }
    strip_trailing_slashes(origin.base_path);
    origin.key = origin.unix_path.empty() ? fmt::format("{}{}:{}", origin.tls ? "s:" : "p:", origin.host, origin.port)
                                          : "u:" + origin.unix_path;
    return origin;
}

}  // namespace greeninfer::net
