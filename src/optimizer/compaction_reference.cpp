#include "optimizer/compaction_reference.hpp"

#include <algorithm>
#include <charconv>

#include "optimizer/compaction_lines.hpp"

namespace greeninfer::optimizer {
namespace {

constexpr std::size_t kQuotationBytes = 36;
constexpr std::size_t kWordBytesMax = 14;

bool continues_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80;
}

bool is_control(char byte) {
    return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F;
}

// The first bytes of a line: whole characters, whole words unless they are long, nothing that is not printed.
std::string_view beginning_of(std::string_view line) {
    line = without_trailing_blanks(without_leading_blanks(line));
    std::size_t end = std::min(line.size(), kQuotationBytes);
    while (end > 0 && end < line.size() && continues_character(line[end])) --end;
    if (end < line.size()) {
        const auto space = line.substr(0, end + 1).rfind(' ');
        if (space != std::string_view::npos && space + kWordBytesMax >= end) end = space;
    }
    const auto control = std::ranges::find_if(line.substr(0, end), is_control);
    return line.substr(0, static_cast<std::size_t>(control - line.begin()));
}

// The last ones.
std::string_view ending_of(std::string_view line) {
    line = without_trailing_blanks(without_leading_blanks(line));
    std::size_t begin = line.size() - std::min(line.size(), kQuotationBytes);
    while (begin > 0 && begin < line.size() && continues_character(line[begin])) ++begin;
    if (begin > 0) {
        const auto space = line.find(' ', begin - 1);
        if (space != std::string_view::npos && space <= begin + kWordBytesMax) begin = space + 1;
    }
    for (std::size_t at = line.size(); at > begin; --at) {
        if (is_control(line[at - 1])) return line.substr(at);
    }
    return line.substr(begin);
}

void append_number(std::uint32_t number, std::string& out) {
    char digits[10];
    const auto end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
    out.append(std::begin(digits), end);
}

}  // namespace

void append_reference(const Reference& reference, std::string& out) {
    out += kReferenceBegin;
    append_number(reference.first_line, out);
    out += '-';
    append_number(reference.last_line, out);
    out += " of message ";
    append_number(reference.message, out);
    if (reference.levels_off > 0) {
        out += " without \"";
        out.append(reference.levels_off, '>');
        out += '"';
    }
    out += ": \"";
    out += beginning_of(reference.first);
    out += "\" to \"";
    out += ending_of(reference.last);
    out += "\"]";
}

}  // namespace greeninfer::optimizer
