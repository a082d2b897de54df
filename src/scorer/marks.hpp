#pragma once
// Counts the signs of structure in plain text: code, formulas, lists, answer options, sentences.
//
// One pass over the text with a look at the neighbouring sign; regular expressions would cost more than all else here.
#include <cstddef>
#include <string_view>

namespace greeninfer::scorer {

struct Marks {
    std::size_t letters = 0;  // a sign of an unspaced script counts as 2.5, as it says as much
    std::size_t digits = 0;
    std::size_t punctuation = 0;
    std::size_t questions = 0;
    std::size_t sentences = 0;
    std::size_t lines = 1;
    std::size_t list_items = 0;  // lines that begin with a bullet or "3."
    std::size_t options = 0;     // lines that begin with "A)" to "J.", as in a test
    std::size_t code = 0;
    std::size_t maths = 0;
    std::size_t latin = 0;        // letters of the Latin script
    std::size_t all_letters = 0;  // letters of any script
};

Marks marks_of(std::u32string_view text);

}  // namespace greeninfer::scorer
