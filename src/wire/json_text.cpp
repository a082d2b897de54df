#include "wire/json_text.hpp"

#include <charconv>
#include <cstdint>
#include <optional>

namespace greeninfer::wire {
namespace {

struct Escape {
    std::size_t size_bytes = 0;  // with the backslash; 0: not an escape of JSON
    char32_t meaning = 0;
};

std::optional<std::uint32_t> four_hex_digits(std::string_view text) {
    std::uint32_t unit = 0;
    if (text.size() < 4) return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + 4, unit, 16);
    if (error != std::errc() || end != text.data() + 4) return std::nullopt;
    return unit;
}

bool is_high_surrogate(std::uint32_t unit) {
    return unit >= 0xD800 && unit <= 0xDBFF;
}
bool is_low_surrogate(std::uint32_t unit) {
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

// `text` begins with "\u".
Escape unicode_escape(std::string_view text) {
    const auto first = four_hex_digits(text.substr(2));
    if (!first || is_low_surrogate(*first)) return {};
    if (!is_high_surrogate(*first)) return {6, *first};
    if (!text.substr(6).starts_with("\\u")) return {};
    const auto second = four_hex_digits(text.substr(8));
    if (!second || !is_low_surrogate(*second)) return {};
    return {12, 0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00)};
}

// `text` begins with a backslash.
Escape first_escape(std::string_view text) {
    if (text.size() < 2) return {};
    switch (text[1]) {
        case '"':
            return {2, '"'};
        case '\\':
            return {2, '\\'};
        case '/':
            return {2, '/'};
        case 'b':
            return {2, '\b'};
        case 'f':
            return {2, '\f'};
        case 'n':
            return {2, '\n'};
        case 'r':
            return {2, '\r'};
        case 't':
            return {2, '\t'};
        case 'u':
            return unicode_escape(text);
        default:
            return {};
    }
}

void append_utf8(char32_t code_point, std::string& out) {
    const auto tail = [&](int shift) { out += static_cast<char>(0x80 | ((code_point >> shift) & 0x3F)); };
    if (code_point < 0x80) {
        out += static_cast<char>(code_point);
    } else if (code_point < 0x800) {
        out += static_cast<char>(0xC0 | (code_point >> 6));
        tail(0);
    } else if (code_point < 0x10000) {
        out += static_cast<char>(0xE0 | (code_point >> 12));
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xF0 | (code_point >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

}  // namespace

bool escapes_are_valid(std::string_view inside) {
    for (auto at = inside.find('\\'); at != std::string_view::npos; at = inside.find('\\', at)) {
        const Escape escape = first_escape(inside.substr(at));
        if (escape.size_bytes == 0) return false;
        at += escape.size_bytes;
    }
    return true;
}

void append_unescaped(std::string_view inside, std::string& out) {
    while (true) {
        const auto at = inside.find('\\');
        out += inside.substr(0, at);
        if (at == std::string_view::npos) return;
        inside.remove_prefix(at);
        const Escape escape = first_escape(inside);
        if (escape.size_bytes != 0) append_utf8(escape.meaning, out);
        inside.remove_prefix(escape.size_bytes == 0 ? 1 : escape.size_bytes);
    }
}

}  // namespace greeninfer::wire
