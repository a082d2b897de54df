#pragma once
// Bytes as text for URLs and JSON (RFC 4648, section 5, without padding). Every text has one form only, so that an id
// cannot be written in two ways. Pure.
#include <optional>
#include <string>
#include <string_view>

namespace greeninfer::pipeline {

std::string base64url(std::string_view bytes);
// Nothing when it is not exactly what base64url() writes.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace greeninfer::pipeline
