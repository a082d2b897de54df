#include <algorithm>

#include "optimizer/code_lines.hpp"
#include "optimizer/letters.hpp"
#include "optimizer/lock_rules.hpp"
#include "optimizer/text_lines.hpp"

namespace greeninfer::optimizer {

namespace {

constexpr std::string_view kCodeBytes = "`{}<>=\\_[]#|;~^";

void lock_bytes(const Reading& reading, Locks locks, std::size_t begin, std::size_t end) {
    const auto [first, last] = reading.words_in(begin, end);
    for (std::size_t at = first; at < last; ++at) lock(locks, at, Lock::code);
}

std::size_t run_length(std::string_view text, std::size_t at) {
    return std::min(text.find_first_not_of('`', at), text.size()) - at;
}

// The run of exactly `length` backticks that closes a span of inline code; a span does not go beyond a blank line.
std::size_t closing_run(std::string_view text, std::size_t at, std::size_t length) {
    const std::size_t limit = std::min(text.find("\n\n", at), text.size());
    while ((at = text.find('`', at)) < limit) {
        const std::size_t found = run_length(text, at);
        if (found == length) return at + found;
        at += found;
    }
    return std::string_view::npos;
}

// A backtick that nothing closes locks the rest of its line: somebody forgot the other one.
void lock_inline(const Reading& reading, Locks locks) {
    const std::string_view text = reading.text();
    std::size_t at = 0;
    while ((at = text.find('`', at)) != std::string_view::npos) {
        const std::size_t length = run_length(text, at);
        std::size_t end = closing_run(text, at + length, length);
        if (end == std::string_view::npos) end = std::min(text.find('\n', at), text.size());
        lock_bytes(reading, locks, at, end);
        at = std::max(end, at + length);
    }
}

// "f(x)", "a.b", "x->y" inside a sentence.
bool looks_like_code_word(std::string_view raw) {
    if (raw.find_first_of(kCodeBytes) != std::string_view::npos || raw.contains("::") || raw.contains("->"))
        return true;
    const std::size_t bracket = raw.find('(');
    return (bracket != std::string_view::npos && bracket > 0 && is_letter(raw[bracket - 1])) || raw.starts_with("--") ||
           (raw.size() > 1 && raw.front() == '-' && is_letter(raw[1]));
}

}  // namespace

void lock_code(const Reading& reading, Locks locks) {
    const std::vector<TextLine> lines = split_lines(reading.text());
    const std::vector<std::uint8_t> code = code_lines(lines);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (code[i] != 0) lock_bytes(reading, locks, lines[i].begin, lines[i].end());
    }
    lock_inline(reading, locks);
    for (std::size_t at = 0; at < reading.size(); ++at) {
        if (looks_like_code_word(reading[at].raw)) lock(locks, at, Lock::code);
    }
}

}  // namespace greeninfer::optimizer
