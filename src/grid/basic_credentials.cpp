#include "grid/basic_credentials.hpp"

#include <fmt/format.h>

#include <cstdint>

namespace greeninfer::grid {

namespace {

// RFC 4648, section 4.
std::string base64(std::string_view bytes) {
    constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::string_view group = bytes.substr(i, 3);
        std::uint32_t bits = 0;
        for (std::size_t j = 0; j < 3; ++j) {
            bits = bits << 8 | (j < group.size() ? static_cast<unsigned char>(group[j]) : 0U);
        }
        for (std::size_t j = 0; j < 4; ++j) {
            text += j <= group.size() ? kAlphabet[bits >> (18 - 6 * j) & 63] : '=';
        }
    }
    return text;
}

}  // namespace

std::string basic_credentials(std::string_view user, std::string_view password) {
    return "Basic " + base64(fmt::format("{}:{}", user, password));
}

}  // namespace greeninfer::grid
