#include "wire/preview_text.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "wire/content_words.hpp"

namespace greeninfer::wire {
namespace {

using Problem = std::string_view;

constexpr std::size_t kSentenceBytesMin = 20;
constexpr std::size_t kPointBytesMin = 6;
constexpr std::size_t kWordBytesMax = 45;
constexpr double kSameWords = 0.75;      // of two points: they say the same
constexpr double kLettersAtLeast = 0.7;  // of what is no blank

// What only markup, code or the request for a preview itself says.
constexpr std::array<std::string_view, 12> kNotProse = {"**",  "__",  "`",       "](",       "</",  "<|",
                                                        "{\"", "\":", "http://", "https://", "###", "|--"};
constexpr std::array<std::string_view, 9> kEchoes = {"two sentences that",       "different short points",
                                                     "preview of the",           "do not answer yet",
                                                     "the answer will conclude", "as json",
                                                     "part of the answer",       "outline'",
                                                     "answer to this question"};
constexpr std::array<std::string_view, 30> kDangling = {
    "a",  "an", "and",  "are",  "as",  "at",    "by",   "for", "from",  "in",   "into", "is",   "its", "of",     "on",
    "or", "so", "than", "that", "the", "their", "this", "to",  "which", "will", "with", "your", "can", "how it", "be"};

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80U;
}

std::string lowered(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

// Every run of blanks one blank, none at the ends.
std::string with_single_blanks(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (!is_blank(c)) {
            out += c;
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
    }
    if (out.ends_with(' ')) out.pop_back();
    return out;
}

// "1.", "2)", "-", "•" in front of a line of a list.
std::string_view without_list_mark(std::string_view text) {
    for (const std::string_view mark : {"- ", "* ", "• ", "– "}) {
        if (text.starts_with(mark)) return text.substr(mark.size());
    }
    std::size_t digits = 0;
    while (digits < text.size() && digits < 2 && text[digits] >= '0' && text[digits] <= '9') ++digits;
    const std::string_view rest = text.substr(digits);
    const bool is_number = digits > 0 && (rest.starts_with(". ") || rest.starts_with(") "));
    return is_number ? rest.substr(2) : text;
}

// Where the first sentence ends, its mark included; nothing where it does not. The dot of an initial, of "e.g." or of a
// number ends none.
std::optional<std::size_t> sentence_end(std::string_view text) {
    constexpr std::array<std::string_view, 3> kWideMarks = {"。", "！", "？"};
    std::size_t word = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (const std::string_view mark : kWideMarks) {
            if (text.substr(at).starts_with(mark)) return at + mark.size();
        }
        const bool ends = text[at] == '.' || text[at] == '!' || text[at] == '?';
        const bool is_last = at + 1 == text.size() || text[at + 1] == ' ';
        if (ends && is_last && (word > 2 || at + 1 == text.size())) return at + 1;
        word = is_letter(text[at]) || (text[at] >= '0' && text[at] <= '9') ? word + 1 : 0;
    }
    return std::nullopt;
}

std::string_view without_dangling_words(std::string_view text) {
    for (;;) {
        while (!text.empty() && std::string_view(" ,;:.-").contains(text.back())) text.remove_suffix(1);
        const std::size_t blank = text.rfind(' ');
        if (blank == std::string_view::npos) return text;
        if (std::ranges::find(kDangling, lowered(text.substr(blank + 1))) == kDangling.end()) return text;
        text = text.substr(0, blank);
    }
}

bool is_mostly_letters(std::string_view text) {
    const auto letters = std::ranges::count_if(text, is_letter);
    const auto seen = std::ranges::count_if(text, [](char c) { return !is_blank(c); });
    return static_cast<double>(letters) >= kLettersAtLeast * static_cast<double>(seen);
}

// One word more than three times, and as a third of all: a model that has lost its thread.
bool repeats_itself(std::string_view text) {
    std::map<std::string, std::size_t> counts;
    std::size_t words = 0;
    std::string word;
    for (const char c : std::string(text) + " ") {
        if (!is_blank(c)) {
            word += c;
            continue;
        }
        ++words;
        ++counts[lowered(word)];
        word.clear();
    }
    return std::ranges::any_of(counts, [&](const auto& entry) { return entry.second > 3 && 3 * entry.second > words; });
}

bool has_overlong_word(std::string_view text) {
    std::size_t ascii = 0;
    for (const char c : text) {
        ascii = is_blank(c) || static_cast<unsigned char>(c) >= 0x80U ? 0 : ascii + 1;
        if (ascii > kWordBytesMax) return true;
    }
    return false;
}

// What no text of a preview may be; nothing when it may be one.
std::optional<Problem> problem_of(std::string_view text) {
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20U || c == 0x7F; };
    if (!simdjson::validate_utf8(text)) return "is not UTF-8";
    if (std::ranges::any_of(text, is_control)) return "has control characters";
    const std::string lower = lowered(text);
    const auto contains = [&lower](std::string_view part) { return lower.contains(part); };
    if (std::ranges::any_of(kNotProse, contains)) return "has markup or links in it";
    if (std::ranges::any_of(kEchoes, contains)) return "repeats the instruction";
    if (!is_mostly_letters(text)) return "is not made of words";
    if (has_overlong_word(text)) return "runs words together";
    if (repeats_itself(text)) return "repeats its words";
    return std::nullopt;
}

std::expected<std::string, Problem> sentence_of(std::string_view raw) {
    const std::string single = with_single_blanks(raw);
    const std::string_view text = without_list_mark(single);
    const auto end = sentence_end(text);
    if (!end) return std::unexpected("has a sentence without an end");
    const std::string_view sentence = text.substr(0, *end);
    if (sentence.size() > kSentenceBytesMax) return std::unexpected("has a sentence that is too long");
    if (sentence.size() < kSentenceBytesMin) return std::unexpected("has a sentence that says too little");
    if (const auto problem = problem_of(sentence)) return std::unexpected(*problem);
    return std::string(sentence);
}

std::expected<std::string, Problem> point_of(std::string_view raw) {
    const std::string single = with_single_blanks(raw);
    const std::string_view text = without_dangling_words(without_list_mark(single));
    if (text.size() > kPointBytesMax) return std::unexpected("has a point that is too long");
    if (text.size() < kPointBytesMin) return std::unexpected("has a point that says too little");
    if (const auto problem = problem_of(text)) return std::unexpected(*problem);
    return std::string(text);
}

bool says_the_same(std::string_view a, std::string_view b) {
    const ContentWords words_a = content_words(a);
    const ContentWords words_b = content_words(b);
    if (words_a.empty() || words_b.empty()) return lowered(a) == lowered(b);
    return overlap(words_a, words_b) >= kSameWords;
}

std::expected<std::string, Problem> summary_of(const std::vector<std::string>& raw) {
    if (raw.size() != kPreviewSentences) return std::unexpected("has not two sentences in its summary");
    const auto first = sentence_of(raw[0]);
    if (!first) return first;
    const auto second = sentence_of(raw[1]);
    if (!second) return second;
    if (says_the_same(*first, *second)) return std::unexpected("says the same in both sentences");
    return *first + " " + *second;
}

// Points that say another one again are left out, as are those after the fifth; a broken one is left out where enough
// others are sound.
std::expected<std::vector<std::string>, Problem> outline_of(const std::vector<std::string>& raw) {
    std::vector<std::string> points;
    Problem problem = "has fewer than three different points in its outline";
    for (const std::string& text : raw) {
        const auto point = point_of(text);
        if (!point) {
            problem = point.error();
            continue;
        }
        const bool is_new =
            std::ranges::none_of(points, [&](const auto& other) { return says_the_same(other, *point); });
        if (is_new && points.size() < kPreviewPointsMost) points.push_back(*point);
    }
    if (points.size() < kPreviewPointsLeast) return std::unexpected(problem);
    return points;
}

}  // namespace

std::expected<PreviewText, std::string_view> checked_preview(const RawPreview& raw) {
    auto summary = summary_of(raw.summary);
    if (!summary) return std::unexpected(summary.error());
    auto outline = outline_of(raw.outline);
    if (!outline) return std::unexpected(outline.error());
    return PreviewText{*std::move(summary), *std::move(outline)};
}

}  // namespace greeninfer::wire
