#include "pipeline/lettered_options.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace greeninfer::pipeline {

namespace {

constexpr std::size_t kMostOptions = 10;  // A to J
constexpr std::size_t kLookBack = 16;
constexpr std::string_view kBlank = " \t\r";

char lower(char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

bool joins_words(char byte) {
    const char small = lower(byte);
    return (small >= 'a' && small <= 'z') || (byte >= '0' && byte <= '9') || byte == '\'' || byte == '_' ||
           static_cast<unsigned char>(byte) >= 0x80;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(kBlank);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

// What follows the mark of the option `letter`, or nothing where the line is no such option.
std::string_view option_text(std::string_view line, char letter) {
    line = trimmed(line);
    if (line.starts_with('(')) line.remove_prefix(1);
    const bool marked = line.size() > 2 && line[0] == letter && std::string_view(").:").contains(line[1]);
    if (!marked) return {};
    std::string_view text = trimmed(line.substr(2));
    while (text.ends_with('.')) text.remove_suffix(1);
    return text;
}

// The options of the last list in the question: what comes before it may be examples.
std::vector<std::string_view> options_of(std::string_view question) {
    std::vector<std::string_view> options;
    while (!question.empty()) {
        const std::size_t end = std::min(question.find('\n'), question.size());
        const std::string_view line = question.substr(0, end);
        question.remove_prefix(std::min(end + 1, question.size()));
        if (const std::string_view first = option_text(line, 'A'); !first.empty()) {
            options.assign(1, first);
        } else if (!options.empty() && options.size() < kMostOptions) {
            const char letter = static_cast<char>('A' + options.size());
            if (const std::string_view next = option_text(line, letter); !next.empty()) options.push_back(next);
        }
    }
    return options;
}

bool ends_with_word(std::string_view text, std::string_view word) {
    if (text.size() < word.size()) return false;
    const std::string_view end = text.substr(text.size() - word.size());
    return std::ranges::equal(end, word, {}, lower);
}

// `A` is also an article and `I` a pronoun: only a mark around them or a word before them makes them a choice.
bool is_choice(std::string_view before, char letter, std::string_view after) {
    if (letter != 'A' && letter != 'I') return true;
    if (after.empty() || std::string_view(").:,;*\"`}]\n").contains(after.front())) return true;
    if (before.ends_with('(') || before.ends_with('*') || before.ends_with('"')) return true;
    const std::string_view words = trimmed(before);
    constexpr std::array<std::string_view, 5> kAnnounces = {"answer", "answer is", "option", "choice", ":"};
    return std::ranges::any_of(kAnnounces, [&](std::string_view word) { return ends_with_word(words, word); });
}

bool names_letter(std::string_view answer, std::size_t options) {
    for (std::size_t i = 0; i < answer.size(); ++i) {
        if (answer[i] < 'A' || answer[i] >= static_cast<char>('A' + options)) continue;
        const bool alone =
            (i == 0 || !joins_words(answer[i - 1])) && (i + 1 == answer.size() || !joins_words(answer[i + 1]));
        // A short look back, so that no text is read more than once per letter.
        const std::size_t begin = i - std::min(i, kLookBack);
        if (alone && is_choice(answer.substr(begin, i - begin), answer[i], answer.substr(i + 1))) return true;
    }
    return false;
}

bool repeats(std::string_view answer, std::string_view option) {
    const auto same = [](char left, char right) { return lower(left) == lower(right); };
    return std::search(answer.begin(), answer.end(), option.begin(), option.end(), same) != answer.end();
}

bool names_one(std::string_view answer, const std::vector<std::string_view>& options) {
    if (names_letter(answer, options.size())) return true;
    return std::ranges::any_of(options, [&](std::string_view option) { return repeats(answer, option); });
}

// The last sentences that fit. Without the end of a sentence or line among the bytes there is none.
std::string_view last_sentences(std::string_view text) {
    while (!text.empty() && std::string_view(" \t\r\n").contains(text.back())) text.remove_suffix(1);
    if (text.size() <= kConclusionBytes) return text;
    const std::string_view end = text.substr(text.size() - kConclusionBytes);
    for (std::size_t i = 0; i + 1 < end.size(); ++i) {
        const bool ends_sentence = std::string_view(".!?").contains(end[i]) && end[i + 1] == ' ';
        if (ends_sentence || end[i] == '\n') return trimmed(end.substr(i + 1));
    }
    return {};
}

}  // namespace

bool lists_options(std::string_view question) {
    return options_of(question).size() >= 2;
}

bool names_no_option(std::string_view question, std::string_view answer) {
    const std::vector<std::string_view> options = options_of(question);
    return options.size() >= 2 && !names_one(answer, options);
}

std::string_view conclusion_of(std::string_view question, std::string_view answer) {
    const std::vector<std::string_view> options = options_of(question);
    if (options.size() < 2) return answer;
    const std::string_view end = last_sentences(answer);
    return names_one(end, options) ? end : answer;
}

}  // namespace greeninfer::pipeline
