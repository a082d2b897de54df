#include "optimizer/compaction_verbatim.hpp"

#include <algorithm>

#include "optimizer/compaction_byte_set.hpp"

namespace greeninfer::optimizer {
namespace {

constexpr ByteSet kQuoteBytes("\"'`");
constexpr ByteSet kTagBytes("<\\-");

// The longer ones first, as they hold the shorter.
constexpr std::array<std::string_view, 4> kMarks = {R"(""")", "'''", "\"", "`"};

constexpr std::array<std::string_view, 5> kLinesThatBegin = {"@@ -", "diff --git ", "*** Begin Patch", "Index: ", "#!"};
constexpr std::array<std::string_view, 8> kTagsThatBegin = {
    "<pre", "<code", "<script", "<style", "<textarea", "\\begin{verbatim", "\\begin{lstlisting", "-----BEGIN "};

bool is_here_document(std::string_view line) {
    const auto mark = line.find("<<");
    if (mark == std::string_view::npos || mark + 2 >= line.size()) return false;
    const char next = line[mark + 2];
    return (next >= 'A' && next <= 'Z') || next == '-' || next == '~' || next == '\'' || next == '"';
}

bool begins_to_the_end(std::string_view line) {
    if (std::ranges::any_of(kLinesThatBegin, [&](auto mark) { return line.starts_with(mark); })) return true;
    if (!kTagBytes.any(line)) return false;
    return is_here_document(line) || std::ranges::any_of(kTagsThatBegin, [&](auto tag) { return line.contains(tag); });
}

// Most lines.
bool says_nothing(std::string_view line) {
    static constexpr ByteSet kFirst("@d*I#");
    static constexpr ByteSet kAnywhere("\"'`~<\\-");
    return !kFirst.has(line.front()) && !kAnywhere.any(line);
}

std::size_t mark_at(std::string_view text) {
    const auto found = std::ranges::find_if(kMarks, [&](auto mark) { return text.starts_with(mark); });
    return static_cast<std::size_t>(found - kMarks.begin());
}

}  // namespace

bool Verbatim::take(std::string_view line) {
    if (to_the_end_) return true;
    if (!fence_.is_open() && open_quote_ == kQuotes && says_nothing(line)) return false;
    if (open_quote_ == kQuotes && fence_.take(line) != Fence::Place::outside) return true;
    const bool was_open = open_quote_ != kQuotes;
    const bool is_open = take_quotes(line);
    if (!was_open && begins_to_the_end(line)) to_the_end_ = true;
    return was_open || is_open || to_the_end_;
}

bool Verbatim::take_quotes(std::string_view line) {
    for (auto at = kQuoteBytes.find(line); at != std::string_view::npos; at = kQuoteBytes.find(line, at)) {
        const std::string_view here = line.substr(at);
        const std::size_t mark = mark_at(here);
        if (open_quote_ == kQuotes) {
            open_quote_ = static_cast<std::uint8_t>(mark);
            at += mark < kQuotes ? kMarks[mark].size() : 1;
        } else if (here.starts_with(kMarks[open_quote_])) {
            at += kMarks[open_quote_].size();
            open_quote_ = kQuotes;
        } else {
            ++at;
        }
    }
    return open_quote_ != kQuotes;
}

}  // namespace greeninfer::optimizer
