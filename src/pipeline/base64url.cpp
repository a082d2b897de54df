#include "pipeline/base64url.hpp"

#include <cstdint>

namespace greeninfer::pipeline {

namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr unsigned kBitsPerDigit = 6;

}  // namespace

std::string base64url(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char byte : bytes) {
        bits = (bits << 8 | static_cast<unsigned char>(byte)) & 0xFFFFU;
        count += 8;
        while (count >= kBitsPerDigit) {
            count -= kBitsPerDigit;
            text += kAlphabet[bits >> count & 63U];
        }
    }
    if (count > 0) text += kAlphabet[bits << (kBitsPerDigit - count) & 63U];
    return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char digit : text) {
        const std::size_t value = kAlphabet.find(digit);
        if (value == std::string_view::npos) return std::nullopt;
        bits = (bits << kBitsPerDigit | static_cast<std::uint32_t>(value)) & 0x3FFFU;
        count += kBitsPerDigit;
        if (count < 8) continue;
        count -= 8;
        bytes += static_cast<char>(bits >> count & 0xFFU);
    }
    // A digit that adds no byte, and bits that were set behind the last one, would be a second form of the same bytes.
    const bool is_canonical = count < kBitsPerDigit && (bits & ((1U << count) - 1U)) == 0;
    return is_canonical ? std::optional(bytes) : std::nullopt;
}

}  // namespace greeninfer::pipeline
