#include "pipeline/outline_likeness.hpp"

#include <algorithm>

#include "wire/content_words.hpp"

namespace greeninfer::pipeline {

namespace {

using wire::ContentWords;

constexpr double kSamePoint = 0.6;
constexpr double kPointsAtMost = 0.5;
constexpr double kWordsAtMost = 0.5;

// What is left of a text without the prompt's words; all of it where nothing is left.
ContentWords own_words(std::string_view text, const ContentWords& of_prompt) {
    const ContentWords all = wire::content_words(text);
    ContentWords own = all;
    std::erase_if(own, [&of_prompt](const std::string& word) { return of_prompt.contains(word); });
    return own.empty() ? all : own;
}

std::vector<ContentWords> words_of(const std::vector<std::string>& outline, const ContentWords& of_prompt) {
    std::vector<ContentWords> words;
    for (const std::string& point : outline) words.push_back(own_words(point, of_prompt));
    return words;
}

ContentWords all_of(const std::vector<ContentWords>& points) {
    ContentWords all;
    for (const ContentWords& point : points) all.insert(point.begin(), point.end());
    return all;
}

}  // namespace

OutlineLikeness likeness(const std::vector<std::string>& fresh, const std::vector<std::string>& earlier,
                         std::string_view prompt) {
    const ContentWords of_prompt = wire::content_words(prompt);
    const auto fresh_words = words_of(fresh, of_prompt);
    const auto earlier_words = words_of(earlier, of_prompt);
    const auto is_known = [&](const ContentWords& point) {
        return std::ranges::any_of(
            earlier_words, [&](const ContentWords& other) { return wire::overlap(point, other) >= kSamePoint; });
    };
    OutlineLikeness found;
    if (!fresh.empty()) {
        const auto known = std::ranges::count_if(fresh_words, is_known);
        found.points = static_cast<double>(known) / static_cast<double>(fresh.size());
    }
    found.words = wire::overlap(all_of(fresh_words), all_of(earlier_words));
    return found;
}

bool repeats_earlier(const std::vector<std::string>& fresh, std::span<const std::vector<std::string>> earlier,
                     std::string_view prompt) {
    return std::ranges::any_of(earlier, [&](const auto& outline) {
        const OutlineLikeness found = likeness(fresh, outline, prompt);
        return found.points >= kPointsAtMost || found.words >= kWordsAtMost;
    });
}

}  // namespace greeninfer::pipeline
