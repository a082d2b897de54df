#pragma once
// What the scorer wants to know of one Unicode code point, and the plain form it reads it in.
//
// Plain forms make the same word the same in every spelling: lower case, no accents, ASCII digits and ASCII marks for
// those of other scripts. A full Unicode library would be exact, but is megabytes and slower than the whole scorer; the
// blocks here cover the scripts that people chat in. Pure functions.
#include <cstdint>

namespace greeninfer::scorer {

inline constexpr char32_t kReplacement = 0xFFFD;  // stands for bytes that are no UTF-8
inline constexpr char32_t kDropped = 0;           // plain() of what is not read: combining marks, joiners

// The plain form of a code point; kDropped when it adds nothing. White space is ' ' or '\n'.
char32_t plain(char32_t point);

// A letter of the Latin script beyond a to z, as it was written.
constexpr bool is_accented(char32_t point) {
    return (point >= 0xC0 && point <= 0x24F && point != 0xD7 && point != 0xF7) || (point >= 0x1E00 && point <= 0x1EFF);
}

// All the following take plain forms.
constexpr bool is_space(char32_t point) {
    return point == ' ' || point == '\n';
}
constexpr bool is_digit(char32_t point) {
    return point >= '0' && point <= '9';
}
constexpr bool is_latin(char32_t point) {
    return point >= 'a' && point <= 'z';
}
// Scripts written without spaces between words (Han, kana, Hangul, Thai and others): each sign is read as a word.
// Hangul has spaces, but glues endings to its words, which comes to the same.
bool is_unspaced(char32_t point);
// A letter of any script; includes is_latin and is_unspaced.
bool is_letter(char32_t point);

}  // namespace greeninfer::scorer
