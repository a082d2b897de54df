#include "optimizer/fences.hpp"

#include <algorithm>

namespace greeninfer::optimizer {

namespace {

struct Fence {
    char mark = '`';
    std::size_t length = 0;
    std::size_t indent_columns = 0;
};

// What is in front of a fence may be a list's or a quote's mark.
std::string_view without_container(std::string_view line) {
    while (!line.empty() && (line.front() == '>' || line.front() == '-' || line.front() == '*' || line.front() == '+' ||
                             line.front() == ' ')) {
        line.remove_prefix(1);
    }
    return line;
}

Fence opened_by(const TextLine& line) {
    const std::string_view rest = without_container(line.trimmed());
    if (rest.empty() || (rest.front() != '`' && rest.front() != '~')) return {};
    const std::size_t length = std::min(rest.find_first_not_of(rest.front()), rest.size());
    // "```x``` is code" is inline code, no fence.
    if (length < 3 || (rest.front() == '`' && rest.substr(length).contains('`'))) return {};
    return {rest.front(), length, line.indent_columns()};
}

bool closes(const TextLine& line, const Fence& fence) {
    std::string_view rest = line.trimmed();
    while (rest.starts_with("> ") || rest.starts_with(">")) rest.remove_prefix(rest.starts_with("> ") ? 2 : 1);
    return rest.size() >= fence.length && rest.find_first_not_of(fence.mark) == std::string_view::npos &&
           line.indent_columns() <= fence.indent_columns + 3;
}

}  // namespace

std::vector<std::uint8_t> fenced_lines(std::span<const TextLine> lines) {
    std::vector<std::uint8_t> fenced(lines.size());
    Fence open;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (open.length == 0) {
            open = opened_by(lines[i]);
            fenced[i] = open.length > 0 ? 1 : 0;
            continue;
        }
        fenced[i] = 1;
        if (closes(lines[i], open)) open = {};
    }
    return fenced;
}

}  // namespace greeninfer::optimizer
