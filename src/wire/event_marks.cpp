#include "wire/event_marks.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace greeninfer::wire {
namespace {

// 16 bytes compared at once; the compiler's vectors become SSE2 or NEON.
using Block = std::uint8_t __attribute__((vector_size(16)));
constexpr std::size_t kBlockBytes = sizeof(Block);
constexpr std::size_t kNameBytesMax = 7;  // "usage" with its quotes

Block load(const char* bytes) {
    Block block;
    std::memcpy(&block, bytes, sizeof(block));
    return block;
}

// Where the quotes of "usage", "error", "delta" or "text" could begin: 0xFF, else 0.
Block candidates(const char* bytes) {
    const Block first = load(bytes + 1);
    const Block five_letters = (load(bytes + 6) == '"') & ((first == 'u') | (first == 'e') | (first == 'd'));
    const Block four_letters = (load(bytes + 5) == '"') & (first == 't');
    return (load(bytes) == '"') & (five_letters | four_letters);
}

// What follows the name of a member, or nothing when the quotes are those of a text.
std::string_view value_after(std::string_view rest) {
    const auto skip_spaces = [&] {
        while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t')) rest.remove_prefix(1);
    };
    skip_spaces();
    if (!rest.starts_with(':')) return {};
    rest.remove_prefix(1);
    skip_spaces();
    return rest;
}

void look_at(std::string_view from_quote, EventMarks& marks) {
    const bool is_text = from_quote.starts_with("\"text\"");
    const std::string_view name = from_quote.substr(1, 5);
    const std::string_view value = value_after(from_quote.substr(is_text ? 6 : 7));
    if (value.empty()) return;
    const bool is_null = value.starts_with('n');
    if (is_text) {
        marks.has_content = marks.has_content || (!is_null && !value.starts_with("\"\""));
    } else if (name == "usage") {
        (is_null ? marks.null_usage : marks.usage) = true;
    } else if (name == "error") {
        marks.error = marks.error || !is_null;
    } else if (name == "delta") {
        marks.has_content = marks.has_content || (!is_null && !value.starts_with("{}"));
    }
}

// `found` has 0xFF for each candidate among eight bytes that begin at `at`.
void look_at_each(std::string_view data, std::size_t at, std::uint64_t found, EventMarks& marks) {
    for (; found != 0; found &= ~(std::uint64_t{0xFF} << std::countr_zero(found))) {
        look_at(data.substr(at + static_cast<std::size_t>(std::countr_zero(found)) / 8), marks);
    }
}

}  // namespace

EventMarks marks_of(std::string_view data) {
    static_assert(std::endian::native == std::endian::little);
    EventMarks marks;
    std::size_t at = 0;
    for (; at + kBlockBytes + kNameBytesMax <= data.size(); at += kBlockBytes) {
        const Block found = candidates(data.data() + at);
        std::uint64_t halves[2];
        std::memcpy(halves, &found, sizeof(halves));
        look_at_each(data, at, halves[0], marks);
        look_at_each(data, at + 8, halves[1], marks);
    }
    for (; at + kNameBytesMax <= data.size(); ++at) {
        if (data[at] == '"' && (data[at + 6] == '"' || data[at + 5] == '"')) look_at(data.substr(at), marks);
    }
    return marks;
}

}  // namespace greeninfer::wire
