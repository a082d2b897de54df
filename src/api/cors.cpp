#include "api/cors.hpp"

#include <algorithm>

namespace greeninfer::api {

void add_cors_fields(const pipeline::Generation& generation, const net::RequestHead& head, net::FieldLines& out) {
    if (generation.cors_origins.empty()) return;
    out.add("vary", "origin");  // Also of a refusal: a cache must not hand it to an origin that is listed.
    const auto origin = head.fields.find("origin");
    const auto allows = [&origin](const std::string& one) { return one == "*" || one == *origin; };
    if (!origin || !std::ranges::any_of(generation.cors_origins, allows)) return;
    out.add("access-control-allow-origin", *origin);
    out.add(
        "access-control-expose-headers",
        "x-request-id, x-greeninfer-model, x-greeninfer-tier, x-greeninfer-region, x-greeninfer-budget, retry-after");
    if (!is_preflight(head)) return;
    out.add("access-control-allow-methods", "GET, POST, DELETE");
    out.add("access-control-allow-headers",
            head.fields.find("access-control-request-headers").value_or("content-type"));
    out.add("access-control-max-age", "600");
}

bool is_preflight(const net::RequestHead& head) {
    return head.method == "OPTIONS" && head.fields.find("origin") && head.fields.find("access-control-request-method");
}

}  // namespace greeninfer::api
