#pragma once
// Text as Prometheus can take it: valid UTF-8.
//
// One broken byte in one label makes Prometheus refuse the whole page, and with it every other figure. Pure functions.
#include <string>
#include <string_view>

namespace greeninfer::telemetry {

bool is_utf8(std::string_view text);

// Each byte that is part of no character becomes U+FFFD.
std::string repaired_utf8(std::string_view text);

}  // namespace greeninfer::telemetry
