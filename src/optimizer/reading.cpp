#include "optimizer/reading.hpp"

#include <algorithm>
#include <array>

#include "optimizer/letters.hpp"

namespace greeninfer::optimizer {

namespace {

// A dot behind these ends no sentence.
constexpr std::array<std::string_view, 18> kAbbreviations = {"a.k.a", "approx", "cf", "dr",  "e.g", "etc",
                                                             "i.e",   "jr",     "mr", "mrs", "ms",  "no",
                                                             "prof",  "resp",   "sr", "st",  "vs",  "z.b"};
constexpr std::string_view kCurlyApostrophe = "\xe2\x80\x99";
constexpr std::string_view kEllipsis = "\xe2\x80\xa6";

bool is_core(char byte) {
    return is_digit(byte) || is_letter(byte) || !is_ascii(byte);
}

// Without outer ASCII punctuation and ellipses; an apostrophe in front belongs to the word ('em, 'd).
std::string_view core_of(std::string_view raw) {
    while (!raw.empty() && !is_core(raw.front()) && raw.front() != '\'') raw.remove_prefix(1);
    if (raw.size() < 2 || !is_core(raw[1])) {
        while (!raw.empty() && !is_core(raw.front())) raw.remove_prefix(1);
    }
    while (!raw.empty()) {
        if (raw.ends_with(kEllipsis)) {
            raw.remove_suffix(kEllipsis.size());
        } else if (!is_core(raw.back())) {
            raw.remove_suffix(1);
        } else {
            break;
        }
    }
    return raw;
}

std::size_t breaks_in(std::string_view blank) {
    return static_cast<std::size_t>(std::ranges::count(blank, '\n'));
}

bool only_closing(std::string_view behind) {
    while (behind.starts_with(kEllipsis)) behind.remove_prefix(kEllipsis.size());
    return behind.find_first_not_of(".,!?:;") == std::string_view::npos;
}

void append_lower(std::string& to, std::string_view core) {
    while (!core.empty()) {
        if (core.starts_with(kCurlyApostrophe)) {
            to += '\'';
            core.remove_prefix(kCurlyApostrophe.size());
            continue;
        }
        const char byte = core.front();
        to += is_capital(byte) ? static_cast<char>(byte - 'A' + 'a') : byte;
        core.remove_prefix(1);
    }
}

}  // namespace

bool is_in(std::span<const std::string_view> sorted, std::string_view word) {
    if (word.empty()) return false;
    // Most words differ in the first letter, which needs no call to compare.
    const auto before = [](std::string_view left, std::string_view right) {
        return left.front() != right.front() ? left.front() < right.front() : left < right;
    };
    return std::ranges::binary_search(sorted, word, before);
}

Reading::Reading(std::string_view text, std::span<const Word> words) : text_(text), places_(words) {
    lower_.reserve(text.size());  // so that views of it stay
    words_.reserve(words.size());
    std::uint32_t line = 0;
    std::size_t end = 0;
    for (const Word& place : words) {
        const std::size_t breaks = breaks_in(text.substr(end, place.begin - end));
        ReadWord word = read(place.of(text));
        const bool first = words_.empty();
        line += static_cast<std::uint32_t>(breaks);
        word.line = line;
        word.begins_line = first || breaks > 0;
        word.begins_paragraph = first || breaks > 1;
        word.begins_sentence = word.begins_line || words_.back().ends_sentence;
        words_.push_back(word);
        end = place.end();
    }
}

ReadWord Reading::read(std::string_view raw) {
    ReadWord word{.raw = raw, .core = core_of(raw)};
    const std::size_t begin = lower_.size();
    append_lower(lower_, word.core);
    word.normal = std::string_view(lower_).substr(begin);
    const std::size_t front = word.core.empty() ? 0 : static_cast<std::size_t>(word.core.data() - raw.data());
    const std::string_view behind = raw.substr(word.core.empty() ? 0 : front + word.core.size());
    const bool stop = behind.find_first_of(".!?") != std::string_view::npos || behind.contains(kEllipsis);
    word.ends_sentence = stop && !(behind.front() == '.' && is_in(kAbbreviations, word.normal));
    word.pauses = !word.ends_sentence && behind.find_first_of(",:;") != std::string_view::npos;
    word.bare = !word.core.empty() && front == 0 && only_closing(behind);
    return word;
}

std::size_t Reading::line_end(std::size_t at) const {
    do ++at;
    while (at < words_.size() && !words_[at].begins_line);
    return std::min(at, words_.size());
}

std::size_t Reading::paragraph_end(std::size_t at) const {
    do ++at;
    while (at < words_.size() && !words_[at].begins_paragraph);
    return std::min(at, words_.size());
}

std::pair<std::size_t, std::size_t> Reading::words_in(std::size_t begin, std::size_t end) const {
    const auto first = std::ranges::partition_point(places_, [&](const Word& word) { return word.end() <= begin; });
    const auto last = std::ranges::partition_point(places_, [&](const Word& word) { return word.begin < end; });
    const auto from = static_cast<std::size_t>(first - places_.begin());
    return {from, std::max(from, static_cast<std::size_t>(last - places_.begin()))};
}

}  // namespace greeninfer::optimizer
