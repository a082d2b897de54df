#include "net/header_fields.hpp"

namespace greeninfer::net {

namespace {

constexpr char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (lower(a[i]) != lower(b[i])) return false;
    }
    return true;
}

void HeaderFields::add(std::string_view name, std::string_view value) {
    entries_.push_back({static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(name.size()),
                        static_cast<std::uint32_t>(value.size())});
    text_.append(name).append(value);
}

void HeaderFields::clear() {
    text_.clear();
    entries_.clear();
}

void HeaderFields::remove(std::string_view name) {
    const auto is_it = [&](const Entry& entry) { return same_name(name_of(entry), name); };
    std::erase_if(entries_, is_it);
}

HeaderFields::Field HeaderFields::operator[](std::size_t index) const {
    const Entry& entry = entries_[index];
    return {name_of(entry), std::string_view(text_).substr(entry.offset + entry.name_length, entry.value_length)};
}

std::optional<std::string_view> HeaderFields::find(std::string_view name) const {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (entries_[i].name_length != name.size()) continue;
        if (const Field field = (*this)[i]; same_name(field.name, name)) return field.value;
    }
    return std::nullopt;
}

bool list_has(std::string_view list, std::string_view token) {
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        if (same_name(trimmed(list.substr(0, comma)), token)) return true;
        if (comma == std::string_view::npos) break;
        list.remove_prefix(comma + 1);
    }
    return false;
}

}  // namespace greeninfer::net
