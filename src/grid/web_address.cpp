#include "grid/web_address.hpp"

#include <fmt/format.h>

#include <iterator>

namespace greeninfer::grid {

namespace {

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

}  // namespace

std::string percent_encode(std::string_view text) {
    std::string encoded;
    for (const char c : text) {
        if (is_unreserved(c)) {
            encoded += c;
        } else {
            fmt::format_to(std::back_inserter(encoded), "%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return encoded;
}

std::string web_address(std::string_view base, std::string_view path,
                        std::initializer_list<std::pair<std::string_view, std::string_view>> parameters) {
    if (base.ends_with('/')) base.remove_suffix(1);
    std::string address = fmt::format("{}{}", base, path);
    char separator = '?';
    for (const auto& [name, value] : parameters) {
        address += separator;
        address += fmt::format("{}={}", percent_encode(name), percent_encode(value));
        separator = '&';
    }
    return address;
}

}  // namespace greeninfer::grid
