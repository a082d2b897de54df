#include <algorithm>
#include <string>

#include "optimizer/letters.hpp"
#include "optimizer/lock_rules.hpp"
#include "optimizer/text_lines.hpp"

namespace greeninfer::optimizer {

namespace {

void lock_bytes(const Reading& reading, Locks locks, std::size_t begin, std::size_t end) {
    const auto [first, last] = reading.words_in(begin, end);
    for (std::size_t at = first; at < last; ++at) lock(locks, at, Lock::code);
}

// Where the bracket at `open` closes; when it never does, the end of the paragraph.
std::size_t bracket_end(std::string_view text, std::size_t open) {
    std::size_t depth = 0;
    for (std::size_t at = open; at < text.size(); ++at) {
        if (text[at] == '{' || text[at] == '[') ++depth;
        if ((text[at] == '}' || text[at] == ']') && --depth == 0) return at + 1;
    }
    return std::min(text.find("\n\n", open), text.size());
}

// JSON values, placeholders, sets: everything between curly or square brackets.
void lock_brackets(const Reading& reading, Locks locks) {
    const std::string_view text = reading.text();
    std::size_t at = 0;
    while ((at = text.find_first_of("{[", at)) != std::string_view::npos) {
        const std::size_t end = bracket_end(text, at);
        lock_bytes(reading, locks, at, end);
        at = std::max(end, at + 1);
    }
}

// The name of the tag that opens at `at`; empty when there is none.
std::string_view tag_name(std::string_view text, std::size_t at) {
    std::size_t end = at + 1;
    while (end < text.size() && (is_letter(text[end]) || is_digit(text[end]) || text[end] == '-' || text[end] == ':')) {
        ++end;
    }
    return text.substr(at + 1, end - at - 1);
}

// The end of `</name>` behind `from`; npos when there is none. `last`: where the last `</` of the text stands, or npos.
std::size_t closing_end(std::string_view text, std::string_view name, std::size_t from, std::size_t last) {
    if (last == std::string_view::npos || last < from) return std::string_view::npos;
    std::string closing = "</";
    closing.append(name).append(">");
    const std::size_t found = text.find(closing, from);
    return found == std::string_view::npos ? found : found + closing.size();
}

// XML and HTML: from a tag to the one that closes it, or the tag alone.
void lock_tags(const Reading& reading, Locks locks) {
    constexpr int kTagsMax = 64;  // with so many the rest of the text is markup as well
    const std::string_view text = reading.text();
    const std::size_t last_closing = text.rfind("</");
    std::size_t at = 0;
    for (int tags = 0; (at = text.find('<', at)) != std::string_view::npos;) {
        if (++tags > kTagsMax) return lock_bytes(reading, locks, at, text.size());
        const std::string_view name = tag_name(text, at);
        const std::size_t tag_end = text.find('>', at);
        if (name.empty() || tag_end == std::string_view::npos) {
            ++at;
            continue;
        }
        const std::size_t closed = closing_end(text, name, tag_end, last_closing);
        const std::size_t end = closed == std::string_view::npos ? tag_end + 1 : closed;
        lock_bytes(reading, locks, at, end);
        at = end;
    }
}

// "key: value" or "- key: value"
bool is_yaml_line(const TextLine& line) {
    std::string_view rest = line.trimmed();
    if (rest == "---") return true;
    if (rest.starts_with("- ")) rest.remove_prefix(2);
    const std::size_t colon = rest.find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    const std::string_view key = rest.substr(0, colon);
    const bool name = std::ranges::all_of(
        key, [](char byte) { return is_letter(byte) || is_digit(byte) || byte == '_' || byte == '-' || byte == '.'; });
    return name && (colon + 1 == rest.size() || is_blank(rest[colon + 1]));
}

bool is_table_line(const TextLine& line) {
    return std::ranges::count(line.bytes, '|') >= 2;
}

// One line with a colon is prose, two in a row are data.
void lock_data_lines(const Reading& reading, Locks locks) {
    const std::vector<TextLine> lines = split_lines(reading.text());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const bool neighbour =
            (i > 0 && is_yaml_line(lines[i - 1])) || (i + 1 < lines.size() && is_yaml_line(lines[i + 1]));
        if (is_table_line(lines[i]) || (neighbour && is_yaml_line(lines[i]))) {
            lock_bytes(reading, locks, lines[i].begin, lines[i].end());
        }
    }
}

}  // namespace

void lock_markup(const Reading& reading, Locks locks) {
    lock_brackets(reading, locks);
    lock_tags(reading, locks);
    lock_data_lines(reading, locks);
}

}  // namespace greeninfer::optimizer
