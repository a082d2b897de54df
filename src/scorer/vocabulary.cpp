#include "scorer/vocabulary.hpp"

#include <array>
#include <bit>

namespace greeninfer::scorer {

namespace {

// Longer words are unknown. Matching takes the square of it, and no word of the vocabulary is half as long.
constexpr std::size_t kWordLettersMax = 40;
constexpr std::uint32_t kGoingOnSeed = kHashSeed ^ 0x5BD1E995U;

std::size_t slot_of(std::uint32_t key, std::size_t slots) {
    return (key * 0x9E3779B1U >> 8U) & (slots - 1);
}

}  // namespace

Vocabulary::Vocabulary(std::span<const std::uint32_t> keys) : size_(keys.size()) {
    slots_.resize(std::bit_ceil(keys.size() * 2 + 1));
    for (std::size_t piece = 0; piece < keys.size(); ++piece) {
        std::size_t at = slot_of(keys[piece], slots_.size());
        while (slots_[at].piece != kAbsent && slots_[at].key != keys[piece]) at = (at + 1) & (slots_.size() - 1);
        if (slots_[at].piece == kAbsent) slots_[at] = {keys[piece], static_cast<std::uint16_t>(piece)};
    }
}

std::uint32_t Vocabulary::key_of(std::u32string_view piece) {
    if (piece.size() > 2 && piece.starts_with(U"##")) return hash_of(piece.substr(2), kGoingOnSeed);
    return hash_of(piece);
}

std::uint16_t Vocabulary::find(std::uint32_t key) const {
    std::size_t at = slot_of(key, slots_.size());
    while (slots_[at].piece != kAbsent && slots_[at].key != key) at = (at + 1) & (slots_.size() - 1);
    return slots_[at].piece;
}

void Vocabulary::cut(std::u32string_view text, const std::vector<Word>& words,
                     std::vector<std::uint16_t>& pieces) const {
    pieces.clear();
    if (slots_.empty()) return;
    for (const Word& word : words) {
        if (const std::uint16_t whole = find(word.hash); whole != kAbsent) {
            pieces.push_back(whole);
            continue;
        }
        const std::size_t before = pieces.size();
        if (word.length <= kWordLettersMax && cut_word(text.substr(word.begin, word.length), pieces)) continue;
        pieces.resize(before);
        pieces.push_back(kUnknown);
    }
}

bool Vocabulary::cut_word(std::u32string_view word, std::vector<std::uint16_t>& pieces) const {
    for (std::size_t begin = 0; begin < word.size();) {
        std::uint32_t key = begin == 0 ? kHashSeed : kGoingOnSeed;
        std::uint16_t longest = kAbsent;
        std::size_t end = begin;
        for (std::size_t at = begin; at < word.size(); ++at) {
            key = hash_step(key, word[at]);
            if (const std::uint16_t piece = find(key); piece != kAbsent) {
                longest = piece;
                end = at + 1;
            }
        }
        if (longest == kAbsent) return false;
        pieces.push_back(longest);
        begin = end;
    }
    return true;
}

}  // namespace greeninfer::scorer
