#include "pipeline/forwarded_fields.hpp"

#include <algorithm>
#include <array>

namespace greeninfer::pipeline {

namespace {

using net::same_name;

// Hop-by-hop (RFC 9110 7.6.1), set anew for the upstream, or not for its eyes.
constexpr std::array<std::string_view, 21> kNotForUpstream = {"host",
                                                              "connection",
                                                              "content-length",
                                                              "content-type",
                                                              "transfer-encoding",
                                                              "keep-alive",
                                                              "te",
                                                              "trailer",
                                                              "upgrade",
                                                              "expect",
                                                              "authorization",
                                                              "x-api-key",
                                                              "api-key",
                                                              "cookie",
                                                              "accept-encoding",
                                                              "x-request-id",
                                                              "x-client-request-id",
                                                              "forwarded",
                                                              "proxy-connection",
                                                              "proxy-authorization",
                                                              "proxy-authenticate"};
constexpr std::array<std::string_view, 2> kPrefixesNotForUpstream = {"x-greeninfer-", "x-forwarded-"};

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

}  // namespace

net::FieldLines fields_for_upstream(const Exchange& exchange, const fleet::Endpoint& endpoint) {
    const net::HeaderFields& client = exchange.head.fields;
    const std::string_view hop_by_hop = client.find("connection").value_or("");
    net::FieldLines out;
    out.reserve(512);
    for (std::size_t i = 0; i < client.size(); ++i) {
        const auto [name, value] = client[i];
        if (is_in(kNotForUpstream, name) || has_prefix(kPrefixesNotForUpstream, name)) continue;
        if (!hop_by_hop.empty() && net::list_has(hop_by_hop, name)) continue;
        out.add(name, value);
    }
    out.add("content-type", "application/json");
    out.add("accept-encoding", "identity");
    out.add("x-request-id", exchange.request_id);
    if (endpoint.api_key) out.add("authorization", "Bearer ", endpoint.api_key->reveal());
    return out;
}

void add_fields_for_client(const net::ResponseHead& upstream, net::FieldLines& out) {
    for (std::size_t i = 0; i < upstream.fields.size(); ++i) {
        const auto [name, value] = upstream.fields[i];
        if (is_in(kForClient, name) || has_prefix(kPrefixesForClient, name)) out.add(name, value);
    }
}

}  // namespace greeninfer::pipeline
