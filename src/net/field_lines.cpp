#include "net/field_lines.hpp"

namespace greeninfer::net {

namespace {

constexpr std::string_view kBreakers{"\r\n\0", 3};

}  // namespace

bool FieldLines::add(std::string_view name, std::string_view value_begin, std::string_view value_end) {
    const auto breaks = [](std::string_view text) { return text.find_first_of(kBreakers) != std::string_view::npos; };
    if (name.empty() || breaks(name) || name.contains(':') || breaks(value_begin) || breaks(value_end)) return false;
    text_.append(name).append(": ").append(value_begin).append(value_end).append("\r\n");
    return true;
}

}  // namespace greeninfer::net
