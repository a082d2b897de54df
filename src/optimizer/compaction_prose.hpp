#pragma once
// What kind of text a paragraph is, so far as its blanks are concerned; private to this layer.
//
// Only running prose may lose blanks. Everything that might be aligned, indented, a table, a list of fields, code or
// verse is something else: to take code for prose would change it, to take prose for code costs some bytes.
#include <cstddef>
#include <string_view>

namespace greeninfer::optimizer {

enum class ParagraphKind {
    prose,      // sentences in long lines
    few_words,  // a heading, a greeting, verse: its own blanks stay, but empty lines beside it mean nothing more
    other,      // nothing in it and beside it is touched
};

struct Paragraph {
    ParagraphKind kind = ParagraphKind::other;
    bool single_blanks = false;  // runs of spaces inside its lines mean one space
};

// `text` has at least one line, and no blank ones.
Paragraph paragraph_of(std::string_view text);

}  // namespace greeninfer::optimizer
