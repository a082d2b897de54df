#include "energy/exposition_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace greeninfer::energy {

namespace {

constexpr std::string_view kBlanks = " \t\r";

void skip_blanks(std::string_view& text) {
    text.remove_prefix(std::min(text.size(), text.find_first_not_of(kBlanks)));
}

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ':';
}

std::string_view take_name(std::string_view& text) {
    const auto end = std::ranges::find_if_not(text, is_name_character);
    const auto size = static_cast<std::size_t>(end - text.begin());
    const std::string_view name = text.substr(0, size);
    text.remove_prefix(size);
    return name;
}

// Of a text that begins behind a quote: the place of the quote that closes it.
std::size_t closing_quote(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text[i] == '"') {
            return i;
        }
    }
    return std::string_view::npos;
}

struct Label {
    std::string_view name;
    std::string_view value;  // with its escapes
};

// Takes `name="value"` and the comma behind it.
std::optional<Label> take_label(std::string_view& text) {
    skip_blanks(text);
    const std::string_view name = take_name(text);
    skip_blanks(text);
    if (name.empty() || !text.starts_with('=')) return std::nullopt;
    text.remove_prefix(1);
    skip_blanks(text);
    if (!text.starts_with('"')) return std::nullopt;
    text.remove_prefix(1);
    const std::size_t end = closing_quote(text);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view value = text.substr(0, end);
    text.remove_prefix(end + 1);
    skip_blanks(text);
    if (text.starts_with(',')) text.remove_prefix(1);
    return Label{name, value};
}

// Takes `{...}`; the braces of label values do not end it.
std::optional<std::string_view> take_labels(std::string_view& text) {
    text.remove_prefix(1);
    const std::string_view begin = text;
    for (;;) {
        skip_blanks(text);
        if (text.starts_with('}')) break;
        if (!take_label(text)) return std::nullopt;
    }
    const std::string_view labels = begin.substr(0, begin.size() - text.size());
    text.remove_prefix(1);
    return labels;
}

std::optional<double> read_value(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string unescaped(std::string_view value) {
    std::string text;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const bool is_escape = value[i] == '\\' && i + 1 < value.size();
        const char c = is_escape ? value[++i] : value[i];
        text += is_escape && c == 'n' ? '\n' : c;
    }
    return text;
}

}  // namespace

std::optional<std::string> ExpositionSample::label(std::string_view wanted) const {
    std::string_view rest = labels;
    while (const auto label = take_label(rest)) {
        if (label->name == wanted) return unescaped(label->value);
    }
    return std::nullopt;
}

std::optional<ExpositionSample> read_sample(std::string_view line) {
    skip_blanks(line);
    ExpositionSample sample{.name = take_name(line)};
    if (sample.name.empty()) return std::nullopt;
    skip_blanks(line);
    if (line.starts_with('{')) {
        const auto labels = take_labels(line);
        if (!labels) return std::nullopt;
        sample.labels = *labels;
        skip_blanks(line);
    }
    const auto value = read_value(line.substr(0, line.find_first_of(kBlanks)));  // a time stamp may follow
    if (!value) return std::nullopt;
    sample.value = *value;
    return sample;
}

// Each line that `is_wanted`, as a sample.
template <class IsWanted>
static void visit_lines(std::string_view page, IsWanted is_wanted,
                        const std::function<void(const ExpositionSample&)>& visit) {
    while (!page.empty()) {
        const std::size_t end = std::min(page.size(), page.find('\n'));
        const std::string_view line = page.substr(0, end);
        page.remove_prefix(std::min(page.size(), end + 1));
        if (!is_wanted(line)) continue;
        if (const auto sample = read_sample(line)) visit(*sample);
    }
}

void for_each_sample(std::string_view page, std::string_view family,
                     const std::function<void(const ExpositionSample&)>& visit) {
    visit_lines(
        page, [&](std::string_view line) { return line.contains(family); },
        [&](const ExpositionSample& sample) {
            if (sample.name == family) visit(sample);
        });
}

void for_each_sample(std::string_view page, std::span<const std::string_view> beginnings,
                     const std::function<void(const ExpositionSample&)>& visit) {
    const auto begins_so = [&](std::string_view line) {
        skip_blanks(line);
        return std::ranges::any_of(beginnings, [&](std::string_view beginning) { return line.starts_with(beginning); });
    };
    visit_lines(page, begins_so, visit);
}

}  // namespace greeninfer::energy
