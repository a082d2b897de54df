#include "net/field_lines.hpp"

namespace greeninfer::net {

namespace {

constexpr std::string_view kBreakers{"\r\n\0", 3};

}  // namespace

bool FieldLines::add(std::string_view name, std::string_view value) {
    if (name.empty() || name.find_first_of(kBreakers) != std::string_view::npos || name.contains(':')) return false;
    if (value.find_first_of(kBreakers) != std::string_view::npos) return false;
    text_.append(name).append(": ").append(value).append("\r\n");
    return true;
}

}  // namespace greeninfer::net
