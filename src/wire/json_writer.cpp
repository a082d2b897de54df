#include "wire/json_writer.hpp"

#include <fmt/compile.h>
#include <fmt/format.h>
#include <simdjson.h>

#include <array>
#include <cmath>
#include <iterator>

namespace greeninfer::wire {
namespace {

constexpr std::string_view kReplacementCharacter = "\xEF\xBF\xBD";

// What a byte becomes inside a JSON string: itself, a backslash and a letter, or \u00XX.
constexpr auto kEscapeLetters = [] {
    std::array<char, 256> letters{};
    for (int byte = 0; byte < 0x20; ++byte) letters[byte] = 'u';
    letters['\b'] = 'b';
    letters['\f'] = 'f';
    letters['\n'] = 'n';
    letters['\r'] = 'r';
    letters['\t'] = 't';
    letters['"'] = '"';
    letters['\\'] = '\\';
    return letters;
}();

void append_escaped(std::string_view text, std::string& out) {
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        const char letter = kEscapeLetters[byte];
        if (letter == 0) continue;
        out.append(text, begin, at - begin);
        begin = at + 1;
        out += '\\';
        out += letter;
        if (letter == 'u') fmt::format_to(std::back_inserter(out), FMT_COMPILE("{:04x}"), byte);
    }
    out.append(text, begin);
}

std::size_t sound_prefix_bytes(std::string_view text) {
    for (std::size_t size = 1; size <= std::min<std::size_t>(4, text.size()); ++size) {
        if (simdjson::validate_utf8(text.data(), size)) return size;
    }
    return 0;
}

void append_repaired(std::string_view text, std::string& out) {
    while (!text.empty()) {
        const std::size_t size = sound_prefix_bytes(text);
        append_escaped(size == 0 ? kReplacementCharacter : text.substr(0, size), out);
        text.remove_prefix(size == 0 ? 1 : size);
    }
}

}  // namespace

void append_json_string(std::string_view text, std::string& out) {
    out += '"';
    if (simdjson::validate_utf8(text)) {
        append_escaped(text, out);
    } else {
        append_repaired(text, out);
    }
    out += '"';
}

void JsonWriter::separate() {
    if (needs_comma_) out_ += ',';
    needs_comma_ = true;
}

JsonWriter& JsonWriter::begin_object() {
    separate();
    out_ += '{';
    needs_comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::end_object() {
    out_ += '}';
    needs_comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::begin_array() {
    separate();
    out_ += '[';
    needs_comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::end_array() {
    out_ += ']';
    needs_comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    separate();
    append_json_string(name, out_);
    out_ += ':';
    needs_comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
    separate();
    append_json_string(text, out_);
    return *this;
}

JsonWriter& JsonWriter::value(bool boolean) {
    return raw(boolean ? "true" : "false");
}

JsonWriter& JsonWriter::value(std::nullptr_t) {
    return raw("null");
}

JsonWriter& JsonWriter::value(double number) {
    if (!std::isfinite(number)) return raw("null");
    separate();
    fmt::format_to(std::back_inserter(out_), FMT_COMPILE("{}"), number);
    return *this;
}

JsonWriter& JsonWriter::measure(double number) {
    if (!std::isfinite(number)) return raw("null");
    separate();
    fmt::format_to(std::back_inserter(out_), FMT_COMPILE("{:.6g}"), number);
    return *this;
}

JsonWriter& JsonWriter::signed_value(std::int64_t number) {
    separate();
    fmt::format_to(std::back_inserter(out_), FMT_COMPILE("{}"), number);
    return *this;
}

JsonWriter& JsonWriter::unsigned_value(std::uint64_t number) {
    separate();
    fmt::format_to(std::back_inserter(out_), FMT_COMPILE("{}"), number);
    return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
    separate();
    out_ += json;
    return *this;
}

}  // namespace greeninfer::wire
