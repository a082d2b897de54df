#include "config/reference.hpp"

#include <fmt/format.h>

namespace greeninfer::config {

namespace {

// A table cell: a bar would end it, even inside backquotes.
std::string cell(std::string_view text) {
    std::string escaped;
    for (const char character : text) {
        if (character == '|') escaped += '\\';
        escaped += character;
    }
    return escaped;
}

}  // namespace

std::string Reference::markdown(const Describe& describe) {
    std::string text;
    Reference reference(text);
    describe(reference);
    return text;
}

void Reference::leaf(const Leaf& leaf) {
    const std::string shown = leaf.value.empty() ? "" : fmt::format("`{}`", leaf.value);
    text_ += fmt::format("| `{}{}` | {} | {} | {} |\n", prefix_, leaf.name, cell(leaf.type),
                         leaf.is_required ? "required" : shown, cell(leaf.description));
}

void Reference::nested(std::string_view name, std::string_view description, const Describe& members) {
    if (!is_section_) return section(fmt::format("`{}`", name), description, members);
    text_ += fmt::format("| `{}{}` | group | | {} |\n", prefix_, name, description);
    Reference below(text_, fmt::format("{}{}.", prefix_, name), true);
    members(below);
}

void Reference::repeated(std::string_view name, std::string_view description, const Describe& next_element) {
    if (!is_section_) return section(fmt::format("`{}` (list)", name), description, next_element);
    text_ += fmt::format("| `{}{}` | list of groups | `[]` | {} |\n", prefix_, name, description);
    Reference below(text_, fmt::format("{}{}[].", prefix_, name), true);
    next_element(below);
}

void Reference::section(std::string_view heading, std::string_view description, const Describe& members) {
    text_ +=
        fmt::format("\n## {}\n\n{}\n\n| key | type | default | meaning |\n|---|---|---|---|\n", heading, description);
    Reference below(text_, "", true);
    members(below);
}

}  // namespace greeninfer::config
