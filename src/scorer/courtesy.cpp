#include "scorer/courtesy.hpp"

#include <algorithm>

#include "scorer/code_point.hpp"
#include "scorer/courtesy_phrases.hpp"

namespace greeninfer::scorer {

namespace {

// In plain form: lower case, no accents. Longer phrases stand before those that begin them.

// More than people say, and a bound for a message that is nothing but "hi hi hi …".
constexpr int kPhrasesMax = 6;

constexpr std::u32string_view kBetween = U" \n,.;:!?~";
constexpr std::u32string_view kBeforeClosing = U" \n,;:~-";
constexpr std::u32string_view kAtEnd = U" \n,.;:!?~)";

bool joins(char32_t left, char32_t right) {
    return is_letter(left) && is_letter(right) && !is_unspaced(left) && !is_unspaced(right);
}

bool opens(std::u32string_view message, std::u32string_view phrase) {
    return message.starts_with(phrase) &&
           (message.size() == phrase.size() || !joins(phrase.back(), message[phrase.size()]));
}

bool closes(std::u32string_view message, std::u32string_view phrase) {
    return message.ends_with(phrase) &&
           (message.size() == phrase.size() || !joins(message[message.size() - phrase.size() - 1], phrase.front()));
}

std::u32string_view trimmed_front(std::u32string_view message, std::u32string_view what) {
    return message.substr(std::min(message.find_first_not_of(what), message.size()));
}

std::u32string_view trimmed_back(std::u32string_view message, std::u32string_view what) {
    return message.substr(0, message.find_last_not_of(what) + 1);
}

std::u32string_view without_openings(std::u32string_view message) {
    message = trimmed_front(message, U" \n");
    const auto matches = [&](std::u32string_view phrase) { return opens(message, phrase); };
    for (int taken = 0; taken < kPhrasesMax && !message.empty(); ++taken) {
        const auto phrase = std::ranges::find_if(opening_phrases(), matches);
        if (phrase == opening_phrases().end()) break;
        message = trimmed_front(message.substr(phrase->size()), kBetween);
    }
    return message;
}

std::u32string_view without_closings(std::u32string_view message) {
    for (int taken = 0; taken < kPhrasesMax && !message.empty(); ++taken) {
        const std::u32string_view end = trimmed_back(message, kAtEnd);
        const auto matches = [&](std::u32string_view phrase) { return closes(end, phrase); };
        const auto phrase = std::ranges::find_if(closing_phrases(), matches);
        if (phrase == closing_phrases().end()) break;
        message = trimmed_back(end.substr(0, end.size() - phrase->size()), kBeforeClosing);
    }
    return message;
}

}  // namespace

std::u32string_view without_courtesy(std::u32string_view message) {
    const std::u32string_view left = without_openings(without_closings(message));
    return trimmed_back(left, kAtEnd).empty() ? std::u32string_view() : left;
}

}  // namespace greeninfer::scorer
