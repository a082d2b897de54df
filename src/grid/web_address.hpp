#pragma once
// The address of a question to a provider: the configured base, a path, and parameters encoded as they must be.
//
// Pure functions.
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace greeninfer::grid {

// All but letters, digits and -._~ as %XX (RFC 3986, section 2.3).
std::string percent_encode(std::string_view text);

// base + path + "?name=value&...", with names and values encoded. The base may end with a slash.
std::string web_address(std::string_view base, std::string_view path,
                        std::initializer_list<std::pair<std::string_view, std::string_view>> parameters = {});

}  // namespace greeninfer::grid
