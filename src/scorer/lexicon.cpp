#include "scorer/lexicon.hpp"

#include <algorithm>
#include <bit>
#include <string>

#include "scorer/code_point.hpp"
#include "scorer/lexicon_words.hpp"

namespace greeninfer::scorer {

namespace {

constexpr std::size_t kSlots = 8192;  // four times the words, so that a look-up that fails is short
constexpr std::size_t kStemSlots = 4096;

std::u32string plain_form(std::u32string_view entry) {
    std::u32string made;
    for (const char32_t point : entry) made += plain(point);
    return made;
}

std::uint32_t bit(Topic topic) {
    return 1U << static_cast<std::uint32_t>(topic);
}

}  // namespace

const Lexicon& Lexicon::shared() {
    static const Lexicon lexicon;
    return lexicon;
}

Lexicon::Lexicon() : slots_(kSlots), stems_(kStemSlots) {
    for (const TopicWords& row : lexicon_words()) {
        std::u32string_view left = row.words;
        while (!left.empty()) {
            const std::size_t end = std::min(left.find(U' '), left.size());
            if (end > 0) add(plain_form(left.substr(0, end)), row.topic);
            left.remove_prefix(std::min(end + 1, left.size()));
        }
    }
}

void Lexicon::add(std::u32string_view entry, Topic topic) {
    const bool is_stem = entry.ends_with(U'*');
    if (is_stem) entry.remove_suffix(1);
    std::vector<Slot>& slots = is_stem ? stems_ : slots_;
    const std::uint32_t hash = hash_of(entry);
    std::size_t at = hash % slots.size();
    while (slots[at].topics != 0 && slots[at].hash != hash) at = (at + 1) % slots.size();
    slots[at].hash = hash;
    slots[at].topics |= bit(topic);
    // A stem is also a word of its own: "proof*" finds "proof".
    if (is_stem) add(entry, topic);
}

std::uint32_t Lexicon::find(const std::vector<Slot>& slots, std::uint32_t hash) {
    std::size_t at = hash % slots.size();
    while (slots[at].topics != 0 && slots[at].hash != hash) at = (at + 1) % slots.size();
    return slots[at].topics;
}

std::uint32_t Lexicon::topics_of(const Word& word) const {
    std::uint32_t topics = find(slots_, word.hash);
    for (const std::uint32_t stem : word.stem_hashes) {
        if (stem == 0) break;
        topics |= find(stems_, stem);
    }
    return topics;
}

TopicCounts Lexicon::count(std::u32string_view text, const std::vector<Word>& words) const {
    TopicCounts counts{};
    const Word* before = nullptr;
    for (const Word& word : words) {
        std::uint32_t topics = 0;
        if (word.kind == WordKind::word || word.kind == WordKind::sign) topics = topics_of(word);
        if (word.kind == WordKind::sign && before != nullptr && before->begin + 1 == word.begin) {
            topics |= find(slots_, hash_step(before->hash, text[word.begin]));
        }
        for (std::uint32_t left = topics; left != 0; left &= left - 1) ++counts[std::countr_zero(left)];
        before = word.kind == WordKind::sign ? &word : nullptr;
    }
    return counts;
}

}  // namespace greeninfer::scorer
