#include "pipeline/session_id.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/exchange.hpp"

namespace greeninfer::pipeline {

namespace {

bool is_session_id(std::string_view id) {
    const auto is_printable = [](char c) { return c > ' ' && c <= '~'; };
    return !id.empty() && id.size() <= kSessionIdBytesMax && std::ranges::all_of(id, is_printable);
}

}  // namespace

Result<std::optional<std::string_view>> session_id_of(const Exchange& exchange) {
    const auto header = exchange.head.fields.find(kSessionField);
    if (header && !is_session_id(*header)) {
        return fail(Fault::field_out_of_range,
                    fmt::format("the session id in {} must be 1 to {} printable ASCII characters", kSessionField,
                                kSessionIdBytesMax),
                    "session_id");
    }
    // What stands in a body was checked when it was read.
    if (!exchange.native || !exchange.native->session_id) return header;
    const std::string_view body = *exchange.native->session_id;
    if (header && *header != body) {
        return fail(
            Fault::field_out_of_range,
            fmt::format("session_id and the header {} name different sessions; send one of them", kSessionField),
            "session_id");
    }
    return body;
}

}  // namespace greeninfer::pipeline
