#include "config/kinds.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>

#include "config/problem.hpp"

namespace greeninfer::config {

namespace {

constexpr std::size_t kTextBytesMax = 4096;
constexpr std::size_t kNameBytesMax = 128;

struct Unit {
    std::string_view name;
    std::size_t factor;
};
// Largest first, so that printing takes the first that divides the value.
constexpr std::array<Unit, 3> kSizeUnits = {{{"GiB", kGiB}, {"MiB", kMiB}, {"KiB", kKiB}}};
constexpr std::array<Unit, 4> kTimeUnits = {{{"h", 3'600'000}, {"m", 60'000}, {"s", 1000}, {"ms", 1}}};

std::unexpected<std::string> wrong(std::string_view text, std::string_view expected) {
    return std::unexpected(fmt::format("{} {}", quoted(text), expected));
}

// A bound stops what std::size_t cannot hold, so a product that overflows counts as the largest value.
std::size_t saturating_product(std::size_t a, std::size_t b) {
    std::size_t product = 0;
    return __builtin_mul_overflow(a, b, &product) ? std::numeric_limits<std::size_t>::max() : product;
}

// "8MiB" or "8 MiB" in units of factor 1. Nothing when it is not a number followed by one of the units.
std::optional<std::size_t> parse_quantity(std::string_view text, std::span<const Unit> units) {
    std::size_t number = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc::result_out_of_range)
        number = std::numeric_limits<std::size_t>::max();
    else if (error != std::errc())
        return std::nullopt;
    std::string_view unit(rest, text.data() + text.size());
    if (unit.starts_with(' ')) unit.remove_prefix(1);
    const auto known = std::ranges::find(units, unit, &Unit::name);
    if (known == units.end()) return std::nullopt;
    return saturating_product(number, known->factor);
}

std::string print_quantity(std::size_t value, std::span<const Unit> units) {
    for (const Unit& unit : units) {
        if (value >= unit.factor && value % unit.factor == 0)
            return fmt::format("{}{}", value / unit.factor, unit.name);
    }
    return std::to_string(value);
}

std::optional<std::uint8_t> hex_byte(std::string_view digits) {
    std::uint8_t value = 0;
    const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (error != std::errc() || rest != digits.data() + digits.size()) return std::nullopt;
    return value;
}

}  // namespace

Parsed<std::string> Text::parse(std::string_view text) const {
    const auto is_control = [](char byte) { return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f; };
    if (text.size() > kTextBytesMax) return std::unexpected("is longer than 4096 bytes; shorten it");
    if (std::ranges::any_of(text, is_control)) return std::unexpected("has a control character in it; remove it");
    return std::string(text);
}

Parsed<std::string> Name::parse(std::string_view text) const {
    const auto is_allowed = [](char byte) { return byte > ' ' && byte <= '~' && byte != '"' && byte != '\''; };
    if (!text.empty() && text.size() <= kNameBytesMax && std::ranges::all_of(text, is_allowed))
        return std::string(text);
    return wrong(text, fmt::format("is not a name; write 1 to {} letters, digits or signs, no spaces", kNameBytesMax));
}

Parsed<std::string> File::parse(std::string_view text) const {
    const Parsed<std::string> path = Text{}.parse(text);
    if (!path || path->empty() || access(path->c_str(), R_OK) == 0) return path;
    return wrong(text, fmt::format("cannot be read ({}); name a file that the server may read", std::strerror(errno)));
}

std::string Count::type() const {
    return fmt::format("whole number, {} to {}", least, most);
}

std::string Count::print(std::size_t value) const {
    return std::to_string(value);
}

Parsed<std::size_t> Count::parse(std::string_view text) const {
    const auto value = parse_quantity(text, std::array{Unit{"", 1}});
    if (!value) return wrong(text, fmt::format("is not a whole number; write {} to {}", least, most));
    if (*value < least || *value > most)
        return wrong(text, fmt::format("is out of range; write {} to {}", least, most));
    return *value;
}

std::string Number::type() const {
    return fmt::format("number, {} to {}", least, most);
}

std::string Number::print(double value) const {
    return fmt::format("{}", value);
}

Parsed<double> Number::parse(std::string_view text) const {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::invalid_argument || end != text.data() + text.size() || !std::isfinite(value)) {
        return wrong(text, fmt::format("is not a number; write {} to {}", least, most));
    }
    if (error != std::errc() || value < least || value > most) {
        return wrong(text, fmt::format("is out of range; write {} to {}", least, most));
    }
    return value;
}

std::string Positive::type() const {
    return fmt::format("number above 0, up to {}", most);
}

std::string Positive::print(double value) const {
    return Number{0, most}.print(value);
}

Parsed<double> Positive::parse(std::string_view text) const {
    const Parsed<double> value = Number{0, most}.parse(text);
    if (value && *value > 0) return value;
    return wrong(text, fmt::format("is not above 0 and up to {}; write such a number", most));
}

std::string Size::type() const {
    return fmt::format("size, {} to {}", print(least), print(most));
}

std::string Size::print(std::size_t value) const {
    return print_quantity(value, kSizeUnits);
}

Parsed<std::size_t> Size::parse(std::string_view text) const {
    auto value = parse_quantity(text, kSizeUnits);
    if (!value) value = parse_quantity(text, std::array{Unit{"", 1}});
    if (!value) return wrong(text, "is not a size; write a number with KiB, MiB or GiB");
    if (*value < least || *value > most) {
        return wrong(text, fmt::format("is out of range; write {} to {}", print(least), print(most)));
    }
    return *value;
}

std::string Duration::type() const {
    return fmt::format("duration, {} to {}", print(least), print(most));
}

std::string Duration::print(std::chrono::milliseconds value) const {
    return print_quantity(static_cast<std::size_t>(value.count()), kTimeUnits);
}

Parsed<std::chrono::milliseconds> Duration::parse(std::string_view text) const {
    const auto value = text == "0" ? std::optional<std::size_t>(0) : parse_quantity(text, kTimeUnits);
    if (!value) return wrong(text, "is not a duration; write a number with ms, s, m or h");
    if (*value < static_cast<std::size_t>(least.count()) || *value > static_cast<std::size_t>(most.count())) {
        return wrong(text, fmt::format("is out of range; write {} to {}", print(least), print(most)));
    }
    return std::chrono::milliseconds(*value);
}

// The text is not repeated: somebody may have written the key itself here.
Parsed<Sha256::Digest> Sha256::parse(std::string_view text) const {
    const auto not_a_digest =
        std::unexpected("is not 64 hexadecimal digits; write the SHA-256 of the key (printf %s \"$KEY\" | sha256sum)");
    Digest digest = {};
    if (text.size() != 2 * digest.size()) return not_a_digest;
    for (std::size_t i = 0; i < digest.size(); ++i) {
        const auto byte = hex_byte(text.substr(2 * i, 2));
        if (!byte) return not_a_digest;
        digest[i] = *byte;
    }
    return digest;
}

std::string Names::type() const {
    return fmt::format("{}", fmt::join(all, " | "));
}

Parsed<std::size_t> Names::parse(std::string_view text) const {
    const auto found = std::ranges::find(all, text);
    if (found == all.end()) return wrong(text, fmt::format("is not one of {}", fmt::join(all, ", ")));
    return static_cast<std::size_t>(found - all.begin());
}

}  // namespace greeninfer::config
