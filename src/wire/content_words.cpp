#include "wire/content_words.hpp"

#include <algorithm>

namespace greeninfer::wire {
namespace {

constexpr std::size_t kLeastLetters = 4;
// No word of a script with blanks has so many letters outside ASCII in a row without being a compound.
constexpr std::size_t kLongestForeignRun = 8;

bool is_ascii_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
}

bool is_foreign(char byte) {
    return static_cast<unsigned char>(byte) >= 0x80U;
}

char lower(char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

// "UTF-8 characters" of a word, as views.
std::size_t character_size(std::string_view text) {
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) ++size;
    return size;
}

void add_pairs(std::string_view word, ContentWords& words) {
    while (!word.empty()) {
        const std::size_t first = character_size(word);
        if (first == word.size()) return;
        words.emplace(word.substr(0, first + character_size(word.substr(first))));
        word.remove_prefix(first);
    }
}

void add(const std::string& word, ContentWords& words) {
    const auto foreign = static_cast<std::size_t>(std::ranges::count_if(word, is_foreign));
    if (foreign > kLongestForeignRun && foreign == word.size()) return add_pairs(word, words);
    if (word.size() >= kLeastLetters) words.insert(word);
}

}  // namespace

ContentWords content_words(std::string_view text) {
    ContentWords words;
    std::string word;
    for (const char byte : text) {
        if (is_ascii_letter(byte) || is_foreign(byte)) {
            word += lower(byte);
            continue;
        }
        add(word, words);
        word.clear();
    }
    add(word, words);
    return words;
}

double overlap(const ContentWords& a, const ContentWords& b) {
    const ContentWords& few = a.size() <= b.size() ? a : b;
    const ContentWords& many = a.size() <= b.size() ? b : a;
    if (few.empty()) return 0;
    const auto common = std::ranges::count_if(few, [&](const std::string& word) { return many.contains(word); });
    return static_cast<double>(common) / static_cast<double>(few.size());
}

}  // namespace greeninfer::wire
