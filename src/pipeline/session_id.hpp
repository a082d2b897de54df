#pragma once
// Which session a request belongs to, if it names one: by `session_id` in a native body or by a header in any request.
#include <optional>
#include <string_view>

#include "base/result.hpp"

namespace greeninfer::pipeline {

struct Exchange;

inline constexpr std::string_view kSessionField = "x-greeninfer-session";
inline constexpr std::size_t kSessionIdBytesMax = 128;

// Nothing for a request without a session. Fails when the id is too long or not printable, or body and header disagree.
Result<std::optional<std::string_view>> session_id_of(const Exchange& exchange);

}  // namespace greeninfer::pipeline
