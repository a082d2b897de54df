#include "scorer/code_point.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace greeninfer::scorer {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

struct Mapping {
    char32_t from;
    char32_t to;
};

// U+00C0 to U+017F and U+1E00 to U+1EFF without case and accents.
constexpr std::string_view kLatin =
    "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo/ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeeggggggghhhhiiiiiiiiiiiijjkkkllllllll"
    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
constexpr std::string_view kLatinAdditional =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
    "wwwwwwwwwwxxxxyyzzzzzzhtwyssssssaaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyyssssss";

constexpr std::array kSpaces{Range{0x80, 0xA0}, Range{0x1680, 0x1680}, Range{0x2000, 0x200A}, Range{0x3000, 0x3000}};

// Combining marks, joiners, direction marks, variation selectors, and marks that only open a sentence.
constexpr std::array kDroppedRanges{
    Range{0xA1, 0xA1},     Range{0xAD, 0xAD},     Range{0xBF, 0xBF},     Range{0x300, 0x36F},   Range{0x483, 0x489},
    Range{0x591, 0x5C7},   Range{0x610, 0x61A},   Range{0x640, 0x640},   Range{0x64B, 0x65F},   Range{0x670, 0x670},
    Range{0x200B, 0x200F}, Range{0x202A, 0x202E}, Range{0x2060, 0x2064}, Range{0xFE00, 0xFE0F}, Range{0xFEFF, 0xFEFF},
};

// Symbols and punctuation that are not letters; all else above ASCII is taken for a letter.
constexpr std::array kSymbols{
    Range{0x80, 0xA9},        Range{0xAB, 0xB4},     Range{0xB6, 0xB9},     Range{0xBB, 0xBF},
    Range{0xD7, 0xD7},        Range{0xF7, 0xF7},     Range{0x2B0, 0x36F},   Range{0x55A, 0x55F},
    Range{0x5BE, 0x5C7},      Range{0x600, 0x61F},   Range{0x66A, 0x66D},   Range{0x964, 0x965},
    Range{0x2000, 0x2BFF},    Range{0x3000, 0x3004}, Range{0x3008, 0x3030}, Range{0xE000, 0xF8FF},
    Range{0xFE10, 0xFE6F},    Range{0xFF00, 0xFF65}, Range{0xFFE0, 0xFFFF}, Range{0x1F000, 0x1FBFF},
    Range{0xE0000, 0x10FFFF},
};

// Thai and Lao, Myanmar, Khmer, radicals, kana, Han, Hangul, half-width kana, rare Han.
constexpr std::array kUnspaced{
    Range{0xE00, 0xEFF},   Range{0x1000, 0x109F}, Range{0x1100, 0x11FF},   Range{0x1780, 0x17FF}, Range{0x2E80, 0x2FDF},
    Range{0x3005, 0x3007}, Range{0x3031, 0x318F}, Range{0x3400, 0x4DBF},   Range{0x4E00, 0x9FFF}, Range{0xAC00, 0xD7AF},
    Range{0xF900, 0xFAFF}, Range{0xFF66, 0xFF9D}, Range{0x20000, 0x3FFFF},
};

// What has an ASCII counterpart, and the letters that are written in several ways.
constexpr std::array kMappings{
    Mapping{0x1A1, 'o'},   Mapping{0x1B0, 'u'},   Mapping{0x386, 0x3B1}, Mapping{0x388, 0x3B5}, Mapping{0x389, 0x3B7},
    Mapping{0x38A, 0x3B9}, Mapping{0x38C, 0x3BF}, Mapping{0x38E, 0x3C5}, Mapping{0x38F, 0x3C9}, Mapping{0x3AC, 0x3B1},
    Mapping{0x3AD, 0x3B5}, Mapping{0x3AE, 0x3B7}, Mapping{0x3AF, 0x3B9}, Mapping{0x3C2, 0x3C3}, Mapping{0x3CC, 0x3BF},
    Mapping{0x3CD, 0x3C5}, Mapping{0x3CE, 0x3C9}, Mapping{0x401, 0x435}, Mapping{0x451, 0x435}, Mapping{0x60C, ','},
    Mapping{0x61B, ';'},   Mapping{0x61F, '?'},   Mapping{0x622, 0x627}, Mapping{0x623, 0x627}, Mapping{0x625, 0x627},
    Mapping{0x629, 0x647}, Mapping{0x649, 0x64A}, Mapping{0x964, '.'},   Mapping{0x2010, '-'},  Mapping{0x2011, '-'},
    Mapping{0x2012, '-'},  Mapping{0x2013, '-'},  Mapping{0x2014, '-'},  Mapping{0x2018, '\''}, Mapping{0x2019, '\''},
    Mapping{0x201C, '"'},  Mapping{0x201D, '"'},  Mapping{0x2026, '.'},  Mapping{0x2028, '\n'}, Mapping{0x2029, '\n'},
    Mapping{0x2212, '-'},  Mapping{0x3001, ','},  Mapping{0x3002, '.'},
};

char32_t case_and_digits(char32_t point) {
    if (point >= 0xC0 && point < 0xC0 + kLatin.size()) return static_cast<char32_t>(kLatin[point - 0xC0]);
    if (point >= 0x1E00 && point < 0x1E00 + kLatinAdditional.size()) {
        return static_cast<char32_t>(kLatinAdditional[point - 0x1E00]);
    }
    if (point >= 0x391 && point <= 0x3A9) return point + 32;
    if (point >= 0x410 && point <= 0x42F) return point + 32;
    if (point >= 0x660 && point <= 0x669) return '0' + (point - 0x660);
    if (point >= 0x6F0 && point <= 0x6F9) return '0' + (point - 0x6F0);
    if (point >= 0x966 && point <= 0x96F) return '0' + (point - 0x966);
    if (point >= 0xFF01 && point <= 0xFF5E) return plain(point - 0xFEE0);
    return point;
}

bool in_any(std::span<const Range> ranges, char32_t point) {
    const auto after = std::ranges::upper_bound(ranges, point, {}, &Range::first);
    return after != ranges.begin() && point <= std::prev(after)->last;
}

char32_t plain_ascii(char32_t point) {
    if (point >= 'A' && point <= 'Z') return point + 32;
    if (point == '\n' || point == '\r') return '\n';
    return point < 0x20 || point == 0x7F ? ' ' : point;
}

}  // namespace

char32_t plain(char32_t point) {
    if (point < 0x80) return plain_ascii(point);
    const auto mapping = std::ranges::lower_bound(kMappings, point, {}, &Mapping::from);
    if (mapping != kMappings.end() && mapping->from == point) return mapping->to;
    if (const char32_t folded = case_and_digits(point); folded != point) return folded;
    if (in_any(kSpaces, point)) return ' ';
    return in_any(kDroppedRanges, point) ? kDropped : point;
}

bool is_unspaced(char32_t point) {
    return point >= 0xE00 && in_any(kUnspaced, point);
}

bool is_letter(char32_t point) {
    return point < 0x80 ? is_latin(point) : !in_any(kSymbols, point);
}

}  // namespace greeninfer::scorer
