#pragma once
// Cuts plain text into words, numbers, marks and signs of unspaced scripts, each with its hashes.
//
// The hash of a word and those of its first letters are made in the one pass over it, because the grams, the word
// pieces and the lexicon all look words up by hash and none of them needs the letters again.
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace greeninfer::scorer {

enum class WordKind : std::uint8_t { word, number, mark, sign };  // sign: one letter of an unspaced script

struct Word {
    std::uint32_t begin = 0;
    std::uint32_t length = 0;  // code points
    std::uint32_t hash = 0;
    std::array<std::uint32_t, 4> stem_hashes{};  // of the first 4, 5, 6 and 7 letters; 0 where the word is not longer
    WordKind kind = WordKind::word;
    bool is_latin = false;
};
inline constexpr std::size_t kStemLettersMin = 4;

// One step of the hash that all words, stems and pieces are known by.
inline constexpr std::uint32_t kHashSeed = 2166136261U;
constexpr std::uint32_t hash_step(std::uint32_t hash, char32_t point) {
    return (hash ^ static_cast<std::uint32_t>(point)) * 16777619U;
}
constexpr std::uint32_t hash_of(std::u32string_view points, std::uint32_t seed = kHashSeed) {
    for (const char32_t point : points) seed = hash_step(seed, point);
    return seed;
}

// Replaces `words` by those of `text`.
void cut_into_words(std::u32string_view text, std::vector<Word>& words);

}  // namespace greeninfer::scorer
