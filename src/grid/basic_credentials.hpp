#pragma once
// The value of an authorization header for a name and a password (RFC 7617). Pure.
#include <string>
#include <string_view>

namespace greeninfer::grid {

std::string basic_credentials(std::string_view user, std::string_view password);

}  // namespace greeninfer::grid
