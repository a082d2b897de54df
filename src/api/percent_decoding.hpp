#pragma once
// A part of a URL's path as the text it stands for (RFC 3986, section 2.1).
#include <string>
#include <string_view>

namespace greeninfer::api {

// What is no valid escape stays as it is.
std::string percent_decoded(std::string_view text);

}  // namespace greeninfer::api
