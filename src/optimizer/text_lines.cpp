#include "optimizer/text_lines.hpp"

#include <algorithm>

#include "optimizer/letters.hpp"

namespace greeninfer::optimizer {

std::string_view TextLine::trimmed() const {
    std::string_view rest = bytes;
    while (!rest.empty() && is_blank(rest.front())) rest.remove_prefix(1);
    while (!rest.empty() && is_blank(rest.back())) rest.remove_suffix(1);
    return rest;
}

std::size_t TextLine::indent_columns() const {
    std::size_t columns = 0;
    for (const char byte : bytes) {
        if (!is_blank(byte)) break;
        columns = byte == '\t' ? columns / 4 * 4 + 4 : columns + 1;
    }
    return columns;
}

std::vector<TextLine> split_lines(std::string_view text) {
    std::vector<TextLine> lines;
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        lines.push_back({begin, text.substr(begin, end - begin)});
        begin = end + 1;
    }
    return lines;
}

}  // namespace greeninfer::optimizer
