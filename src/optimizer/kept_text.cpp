#include "optimizer/kept_text.hpp"

#include <algorithm>

namespace greeninfer::optimizer {

namespace {

std::size_t breaks_in(std::string_view blank) {
    return static_cast<std::size_t>(std::ranges::count(blank, '\n'));
}

// White space before word `at`, or behind the last word.
std::string_view blank_before(std::string_view text, std::span<const Word> words, std::size_t at) {
    const std::size_t begin = at == 0 ? 0 : words[at - 1].end();
    const std::size_t end = at == words.size() ? text.size() : words[at].begin;
    return text.substr(begin, end - begin);
}

// The piece that is kept of those before words [first, last].
std::string_view strongest(std::string_view text, std::span<const Word> words, std::size_t first, std::size_t last) {
    std::string_view best = blank_before(text, words, first);
    for (std::size_t at = first + 1; at <= last; ++at) {
        const std::string_view blank = blank_before(text, words, at);
        if (breaks_in(blank) >= breaks_in(best)) best = blank;
    }
    return best;
}

std::string_view indentation(std::string_view blank) {
    const std::size_t line = blank.rfind('\n');
    return line == std::string_view::npos ? std::string_view() : blank.substr(line + 1);
}

}  // namespace

std::string kept_text(std::string_view text, std::span<const Word> words, std::span<const std::uint8_t> deleted) {
    std::string kept;
    kept.reserve(text.size());
    std::size_t next = 0;  // the first word whose white space is not yet dealt with
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (deleted[at] != 0) continue;
        if (next == at) {
            kept += blank_before(text, words, at);
        } else if (next == 0) {
            kept += indentation(blank_before(text, words, at));
        } else {
            kept += strongest(text, words, next, at);
        }
        kept += words[at].of(text);
        next = at + 1;
    }
    kept += blank_before(text, words, words.size());
    return kept;
}

}  // namespace greeninfer::optimizer
