#include "pipeline/forwarded_fields.hpp"

#include <algorithm>
#include <array>

namespace greeninfer::pipeline {

namespace {

using net::same_name;

// Hop-by-hop (RFC 9110 7.6.1), set anew for the upstream, or not for its eyes.
constexpr std::array<std::string_view, 19> kNotForUpstream = {
    "host",    "connection", "content-length",  "content-type", "transfer-encoding",   "keep-alive",
    "te",      "trailer",    "upgrade",         "expect",       "authorization",       "x-api-key",
    "api-key", "cookie",     "accept-encoding", "x-request-id", "x-client-request-id", "forwarded",
    "origin"};  // answered here; Ollama refuses strange ones
constexpr std::array<std::string_view, 3> kPrefixesNotForUpstream = {"x-greeninfer-", "x-forwarded-", "proxy-"};

constexpr std::array<std::string_view, 3> kForClient = {"retry-after", "retry-after-ms", "x-should-retry"};
constexpr std::array<std::string_view, 3> kPrefixesForClient = {"openai-", "x-ratelimit-", "anthropic-ratelimit-"};

bool is_in(std::span<const std::string_view> names, std::string_view name) {
    return std::ranges::any_of(names, [name](std::string_view one) { return same_name(one, name); });
}

bool has_prefix(std::span<const std::string_view> prefixes, std::string_view name) {
    return std::ranges::any_of(prefixes, [name](std::string_view prefix) {
        return name.size() > prefix.size() && same_name(name.substr(0, prefix.size()), prefix);
    });
}

// A connection field may come several times (RFC 9110 5.3), and each may name others.
bool is_hop_by_hop(const net::HeaderFields& fields, std::string_view name) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (same_name(fields[i].name, "connection") && net::list_has(fields[i].value, name)) return true;
    }
    return false;
}

}  // namespace

net::FieldLines fields_for_upstream(const Exchange& exchange, const fleet::Endpoint& endpoint) {
    const net::HeaderFields& client = exchange.head.fields;
    net::FieldLines out;
    out.reserve(512);
    for (std::size_t i = 0; i < client.size(); ++i) {
        const auto [name, value] = client[i];
        if (is_in(kNotForUpstream, name) || has_prefix(kPrefixesNotForUpstream, name)) continue;
        if (is_hop_by_hop(client, name)) continue;
        // Another body under the same key would be refused, or answered with the first one's answer.
        if (exchange.outcome.cascade.path.size() > 1 && same_name(name, "idempotency-key")) continue;
        out.add(name, value);
    }
    out.add("content-type", "application/json");
    out.add("accept-encoding", "identity");
    out.add("x-request-id", exchange.request_id);
    if (endpoint.api_key) out.add("authorization", "Bearer ", endpoint.api_key->reveal());
    return out;
}

void add_fields_for_client(const Exchange& exchange, const net::ResponseHead& upstream, net::FieldLines& out) {
    constexpr std::array<std::string_view, 2> kRateLimits = {"x-ratelimit-", "anthropic-ratelimit-"};
    for (std::size_t i = 0; i < upstream.fields.size(); ++i) {
        const auto [name, value] = upstream.fields[i];
        if (exchange.rate_limited && has_prefix(kRateLimits, name)) continue;
        if (is_in(kForClient, name) || has_prefix(kPrefixesForClient, name)) out.add(name, value);
    }
}

}  // namespace greeninfer::pipeline
