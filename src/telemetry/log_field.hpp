#pragma once
// What a log line may carry, made so that a prompt, an answer or a key cannot get into it by accident.
//
// A field is a number, a duration, a word of an enum, or a LogText; no std::string or string_view converts into one.
// A LogText is built only by functions that name where the text came from, so that a reviewer sees every one of them:
// names in the configuration, the operating system's error texts, and request ids cut to harmless characters.
#include <chrono>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <variant>

namespace greeninfer::telemetry {

// A literal in the source, in snake_case, checked while compiling: names of events and fields.
class LogName {
public:
    template <std::size_t kSize>
    // NOLINTNEXTLINE(google-explicit-constructor): only literals fit, and they are checked while compiling.
    consteval LogName(const char (&literal)[kSize]) : text_(literal, kSize - 1) {
        for (const char c : text_)
            if (!(c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) throw "not snake_case";
    }
    constexpr std::string_view text() const { return text_; }

private:
    std::string_view text_;
};

class LogText {
public:
    // A name, path or address that the operator wrote: a model, an endpoint, a file. Never a value from a request.
    static LogText from_configuration(std::string_view text) { return LogText(std::string(text)); }
    // The fixed text that the operating system or a library has for an error number.
    static LogText from_error(const std::error_code& error) { return LogText(error.message()); }
    // Keeps letters, digits, '-', '_', '.' and at most 64 of them, since the client may have chosen the id.
    static LogText from_request_id(std::string_view id);

    const std::string& text() const { return text_; }

private:
    explicit LogText(std::string text) : text_(std::move(text)) {}

    std::string text_;
};

struct LogField {
    LogName name;
    std::variant<std::int64_t, std::uint64_t, double, bool, std::string_view, LogText> value;
};

// Exactly bool: a pointer to characters would convert, and log "true".
LogField field(LogName name, std::same_as<bool> auto value) {
    return {name, value};
}
template <std::integral Integer>
    requires(!std::same_as<Integer, bool>)
LogField field(LogName name, Integer value) {
    if constexpr (std::signed_integral<Integer>) return {name, std::int64_t{value}};
    if constexpr (std::unsigned_integral<Integer>) return {name, std::uint64_t{value}};
}
inline LogField field(LogName name, double value) {
    return {name, value};
}
inline LogField field(LogName name, LogText value) {
    return {name, std::move(value)};
}
// A word that stands in the source, such as field("reason", "timeout").
inline LogField field(LogName name, LogName word) {
    return {name, word.text()};
}

// In seconds; end the name in _seconds.
template <class Representation, class Period>
LogField field(LogName name, std::chrono::duration<Representation, Period> time) {
    return {name, std::chrono::duration<double>(time).count()};
}

// An enum whose namespace has to_string(E) giving a std::string_view of static storage.
template <class Enum>
    requires std::is_enum_v<Enum>
LogField field(LogName name, Enum word) {
    return {name, std::string_view(to_string(word))};
}

}  // namespace greeninfer::telemetry
