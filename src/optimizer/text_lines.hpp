#pragma once
// A text cut at its line breaks, each line with its place. Pure.
#include <string_view>
#include <vector>

namespace greeninfer::optimizer {

struct TextLine {
    std::size_t begin = 0;   // in bytes
    std::string_view bytes;  // without the line break

    std::size_t end() const { return begin + bytes.size(); }
    std::string_view trimmed() const;    // without blanks at both ends
    std::size_t indent_columns() const;  // of its first other byte; a tab goes on to the next multiple of four
    bool blank() const { return trimmed().empty(); }
};

std::vector<TextLine> split_lines(std::string_view text);

}  // namespace greeninfer::optimizer
