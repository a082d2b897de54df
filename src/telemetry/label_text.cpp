#include "telemetry/label_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace greeninfer::telemetry {

namespace {

std::uint8_t byte_at(std::string_view text, std::size_t index) {
    return index < text.size() ? static_cast<std::uint8_t>(text[index]) : 0;
}

bool is_between(std::uint8_t byte, std::uint8_t least, std::uint8_t most) {
    return byte >= least && byte <= most;
}

// Well-formed sequences by their first byte (Unicode 15, table 3-7): how long, and what the second byte may be, which
// keeps out overlong forms, surrogates and what is beyond U+10FFFF.
struct Form {
    std::uint8_t first_least, first_most;
    std::size_t size;
    std::uint8_t second_least, second_most;
};
constexpr std::array<Form, 9> kForms = {{{0x00, 0x7F, 1, 0x00, 0xFF},
                                         {0xC2, 0xDF, 2, 0x80, 0xBF},
                                         {0xE0, 0xE0, 3, 0xA0, 0xBF},
                                         {0xE1, 0xEC, 3, 0x80, 0xBF},
                                         {0xED, 0xED, 3, 0x80, 0x9F},
                                         {0xEE, 0xEF, 3, 0x80, 0xBF},
                                         {0xF0, 0xF0, 4, 0x90, 0xBF},
                                         {0xF1, 0xF3, 4, 0x80, 0xBF},
                                         {0xF4, 0xF4, 4, 0x80, 0x8F}}};

// Bytes of the character that `text` begins with; 0 when it begins with none.
std::size_t character_size(std::string_view text) {
    const std::uint8_t first = byte_at(text, 0);
    const auto form = std::ranges::find_if(
        kForms, [first](const Form& one) { return is_between(first, one.first_least, one.first_most); });
    if (form == kForms.end() || text.size() < form->size) return 0;
    if (form->size > 1 && !is_between(byte_at(text, 1), form->second_least, form->second_most)) return 0;
    for (std::size_t i = 2; i < form->size; ++i) {
        if (!is_between(byte_at(text, i), 0x80, 0xBF)) return 0;
    }
    return form->size;
}

}  // namespace

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t size = character_size(text);
        if (size == 0) return false;
        text.remove_prefix(size);
    }
    return true;
}

std::string repaired_utf8(std::string_view text) {
    std::string repaired;
    while (!text.empty()) {
        const std::size_t size = character_size(text);
        size == 0 ? repaired += "\uFFFD" : repaired += text.substr(0, size);
        text.remove_prefix(std::max<std::size_t>(size, 1));
    }
    return repaired;
}

}  // namespace greeninfer::telemetry
