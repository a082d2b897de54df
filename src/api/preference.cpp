#include "api/preference.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace greeninfer::api {

namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Calls `use` with each element of every field of that name: repeated fields are one list.
template <class Use>
void each_element(const net::HeaderFields& fields, std::string_view name, Use use) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (!net::same_name(fields[i].name, name)) continue;
        for (std::string_view rest = fields[i].value; !rest.empty();) {
            const auto comma = std::min(rest.find(','), rest.size());
            use(trimmed(rest.substr(0, comma)));
            rest.remove_prefix(std::min(comma + 1, rest.size()));
        }
    }
}

// What its "q" says; 1 where there is none, 0 where nobody can tell what it says.
double weight_of(std::string_view element) {
    for (auto at = element.find(';'); at != element.npos; at = element.find(';')) {
        element.remove_prefix(at + 1);
        const std::string_view parameter = trimmed(element.substr(0, element.find(';')));
        if (parameter.size() < 2 || !net::same_name(parameter.substr(0, 2), "q=")) continue;
        double weight = 0;
        const auto [end, error] = std::from_chars(parameter.data() + 2, parameter.data() + parameter.size(), weight,
                                                  std::chars_format::fixed);
        const bool is_weight = error == std::errc() && end == parameter.data() + parameter.size();
        return is_weight && weight >= 0 && weight <= 1 ? weight : 0;
    }
    return 1;
}

std::string_view range_of(std::string_view element) {
    return trimmed(element.substr(0, element.find(';')));
}

struct Wish {
    int precision = 0;  // 3: the type itself, 2: its kind, 1: anything, 0: not said
    double weight = 0;
};

// The most precise range that covers the type decides.
Wish wish_for(const net::HeaderFields& fields, std::string_view type, std::string_view kind) {
    Wish wish;
    each_element(fields, "accept", [&](std::string_view element) {
        const std::string_view range = range_of(element);
        const int precision = net::same_name(range, type)   ? 3
                              : net::same_name(range, kind) ? 2
                              : range == "*/*"              ? 1
                                                            : 0;
        if (precision == 0 || precision < wish.precision) return;
        const double weight = weight_of(element);
        wish.weight = precision > wish.precision ? weight : std::max(weight, wish.weight);
        wish.precision = precision;
    });
    return wish;
}

std::string_view without_weakness(std::string_view tag) {
    return tag.starts_with("W/") ? tag.substr(2) : tag;
}

}  // namespace

bool prefers_page(const net::HeaderFields& fields) {
    const Wish html = wish_for(fields, "text/html", "text/*");
    if (html.precision < 2 || html.weight <= 0) return false;
    return html.weight >= wish_for(fields, "application/json", "application/*").weight;
}

bool takes_gzip(const net::HeaderFields& fields) {
    std::optional<double> gzip, identity, anything;
    each_element(fields, "accept-encoding", [&](std::string_view element) {
        const std::string_view coding = range_of(element);
        if (net::same_name(coding, "gzip") || net::same_name(coding, "x-gzip")) gzip = weight_of(element);
        if (net::same_name(coding, "identity")) identity = weight_of(element);
        if (coding == "*") anything = weight_of(element);
    });
    const double weight = gzip.value_or(anything.value_or(0));
    return weight > 0 && weight >= identity.value_or(0);
}

bool names_tag(const net::HeaderFields& fields, std::string_view tag) {
    bool is_named = false;
    each_element(fields, "if-none-match", [&](std::string_view element) {
        is_named = is_named || element == "*" || without_weakness(element) == without_weakness(tag);
    });
    return is_named;
}

}  // namespace greeninfer::api
