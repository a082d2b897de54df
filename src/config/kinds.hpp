#pragma once
// The kinds of value a setting can have. A kind is three functions: what may be written there (type), how a value is
// written (print), and reading it (parse, which says what is wrong and what to write instead).
//
// A new kind is a struct with these three; nothing else has to know about it. Stateless but for its bounds.
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>

#include "config/bytes.hpp"

namespace greeninfer::config {

// A value, or what is wrong with the text.
template <class T>
using Parsed = std::expected<T, std::string>;

struct Text {
    std::string_view form = "text";  // what it holds, for the documentation

    std::string type() const { return std::string(form); }
    std::string print(const std::string& value) const { return value; }
    Parsed<std::string> parse(std::string_view text) const;
};

// A short word that names something in URLs, labels and logs: printable ASCII without spaces and quotes.
struct Name {
    std::string type() const { return "name"; }
    std::string print(const std::string& value) const { return value; }
    Parsed<std::string> parse(std::string_view text) const;
};

// A file that must be there and readable when the configuration is read. Relative paths start where the server does.
struct File {
    std::string_view form = "path of a file";

    std::string type() const { return std::string(form); }
    std::string print(const std::string& value) const { return value; }
    Parsed<std::string> parse(std::string_view text) const;
};

struct Count {
    std::size_t least;
    std::size_t most;

    std::string type() const;
    std::string print(std::size_t value) const;
    Parsed<std::size_t> parse(std::string_view text) const;
};

struct Number {
    double least;
    double most;

    std::string type() const;
    std::string print(double value) const;
    Parsed<double> parse(std::string_view text) const;
};

// A number above 0: for amounts of which none at all makes no sense.
struct Positive {
    double most;

    std::string type() const;
    std::string print(double value) const;
    Parsed<double> parse(std::string_view text) const;
};

// Bytes, written plainly or with KiB, MiB, GiB.
struct Size {
    std::size_t least;
    std::size_t most;

    std::string type() const;
    std::string print(std::size_t value) const;
    Parsed<std::size_t> parse(std::string_view text) const;
};

// Written with ms, s, m or h; a plain 0 is a duration too.
struct Duration {
    std::chrono::milliseconds least;
    std::chrono::milliseconds most;

    std::string type() const;
    std::string print(std::chrono::milliseconds value) const;
    Parsed<std::chrono::milliseconds> parse(std::string_view text) const;
};

// A SHA-256 digest as 64 hexadecimal digits.
struct Sha256 {
    using Digest = std::array<std::uint8_t, 32>;

    std::string type() const { return "64 hexadecimal digits"; }
    std::string print(const Digest&) const { return {}; }
    Parsed<Digest> parse(std::string_view text) const;
};

// The names of an enumeration whose values count from 0 in the same order.
struct Names {
    std::span<const std::string_view> all;

    std::string type() const;
    Parsed<std::size_t> parse(std::string_view text) const;
};

template <class Enum>
struct OneOf {
    Names names;

    std::string type() const { return names.type(); }
    std::string print(Enum value) const { return std::string(names.all[static_cast<std::size_t>(value)]); }
    Parsed<Enum> parse(std::string_view text) const {
        const Parsed<std::size_t> index = names.parse(text);
        if (!index) return std::unexpected(index.error());
        return static_cast<Enum>(*index);
    }
};

}  // namespace greeninfer::config
