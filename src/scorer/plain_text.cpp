#include "scorer/plain_text.hpp"

#include <cstdint>

#include "scorer/code_point.hpp"

namespace greeninfer::scorer {

namespace {

// How many bytes a code point has that starts with `first`; 0 when none does.
std::size_t length_of(std::uint8_t first) {
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return 2;
    if (first >= 0xE0 && first <= 0xEF) return 3;
    return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
}

bool is_allowed(char32_t point, std::size_t length) {
    if (length == 3) return point >= 0x800 && (point < 0xD800 || point > 0xDFFF);
    return length != 4 || (point >= 0x10000 && point <= 0x10FFFF);
}

// The code point at the start of `bytes`, which are not empty, and how many bytes it takes.
struct Decoded {
    char32_t point = kReplacement;
    std::size_t length = 1;
};

Decoded first_point(std::string_view bytes) {
    const auto first = static_cast<std::uint8_t>(bytes[0]);
    const std::size_t length = length_of(first);
    if (length == 0 || length > bytes.size()) return {};
    char32_t point = length == 1 ? first : first & (0x7FU >> length);
    for (std::size_t index = 1; index < length; ++index) {
        const auto next = static_cast<std::uint8_t>(bytes[index]);
        if ((next & 0xC0U) != 0x80U) return {};
        point = (point << 6U) | (next & 0x3FU);
    }
    return is_allowed(point, length) ? Decoded{point, length} : Decoded{};
}

}  // namespace

void PlainText::clear() {
    points.clear();
    accents = bytes_read = bytes_whole = 0;
}

void PlainText::append(std::string_view text, std::size_t bytes_max) {
    bytes_whole += text.size();
    if (!points.empty()) take('\n');
    if (text.size() <= bytes_max) {
        bytes_read += text.size();
        return decode(text);
    }
    const std::size_t half = bytes_max / 2;
    bytes_read += 2 * half;
    decode(text.substr(0, half));
    take('\n');
    decode(text.substr(text.size() - half));
}

void PlainText::decode(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto first = static_cast<std::uint8_t>(bytes[0]);
        if (first < 0x80) {
            take(plain(first));
            bytes.remove_prefix(1);
            continue;
        }
        const Decoded decoded = first_point(bytes);
        accents += is_accented(decoded.point) ? 1 : 0;
        take(plain(decoded.point));
        bytes.remove_prefix(decoded.length);
    }
}

void PlainText::take(char32_t point) {
    if (point == kDropped) return;
    if (is_space(point) && (points.empty() || is_space(points.back()))) {
        if (point == '\n' && !points.empty()) points.back() = '\n';
        return;
    }
    points.push_back(point);
}

}  // namespace greeninfer::scorer
