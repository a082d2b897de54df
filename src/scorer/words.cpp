#include "scorer/words.hpp"

#include "scorer/code_point.hpp"

namespace greeninfer::scorer {

namespace {

bool continues_word(char32_t point) {
    return is_latin(point) || is_digit(point) || point == '_' ||
           (point >= 0x80 && is_letter(point) && !is_unspaced(point));
}

Word single(char32_t point, std::size_t begin) {
    return {.begin = static_cast<std::uint32_t>(begin),
            .length = 1,
            .hash = hash_step(kHashSeed, point),
            .kind = is_unspaced(point) && is_letter(point) ? WordKind::sign : WordKind::mark};
}

Word word_at(std::u32string_view text, std::size_t begin) {
    Word word{
        .begin = static_cast<std::uint32_t>(begin), .hash = kHashSeed, .kind = WordKind::number, .is_latin = true};
    std::size_t at = begin;
    for (; at < text.size() && continues_word(text[at]); ++at) {
        const std::size_t letters = at - begin;
        const std::size_t stem = letters - kStemLettersMin;
        if (letters >= kStemLettersMin && stem < word.stem_hashes.size()) word.stem_hashes[stem] = word.hash;
        word.hash = hash_step(word.hash, text[at]);
        if (!is_digit(text[at])) word.kind = WordKind::word;
        if (text[at] >= 0x80) word.is_latin = false;
    }
    word.length = static_cast<std::uint32_t>(at - begin);
    return word;
}

}  // namespace

void cut_into_words(std::u32string_view text, std::vector<Word>& words) {
    words.clear();
    for (std::size_t at = 0; at < text.size();) {
        if (is_space(text[at])) {
            ++at;
            continue;
        }
        words.push_back(continues_word(text[at]) ? word_at(text, at) : single(text[at], at));
        at += words.back().length;
    }
}

}  // namespace greeninfer::scorer
