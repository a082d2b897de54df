#include "optimizer/compaction_fence.hpp"

#include <algorithm>

#include "optimizer/compaction_lines.hpp"

namespace greeninfer::optimizer {
namespace {

constexpr std::size_t kMarksMin = 3;

std::size_t leading(std::string_view text, char mark) {
    return std::min(text.find_first_not_of(mark), text.size());
}

}  // namespace

Fence::Place Fence::take(std::string_view line) {
    const bool inside = mark_ != 0;
    std::string_view text = without_leading_blanks(line);
    const char first = text.empty() ? '\0' : text.front();
    if (first != '`' && first != '~') return inside ? Place::inside : Place::outside;
    text = without_trailing_blanks(text);
    const std::size_t marks = leading(text, first);
    if (inside) {
        if (first != mark_ || marks < marks_ || marks != text.size()) return Place::inside;
        mark_ = 0;
        return Place::closes;
    }
    if (marks < kMarksMin) return Place::outside;
    const std::string_view language = without_leading_blanks(text.substr(marks));
    if (first == '`' && language.contains('`')) return Place::outside;  // a piece of code within a line
    mark_ = first;
    marks_ = marks;
    language_ = language;
    return Place::opens;
}

}  // namespace greeninfer::optimizer
