#pragma once
// Writes JSON at the end of a string, without building a document first.
//
// Every byte the gateway adds to a body goes through here, so escaping is right in one place: text that is not
// UTF-8 is repaired with U+FFFD, and a number that JSON cannot say (NaN, infinity) becomes null. Commas are placed by
// the writer; keys and nesting are the caller's duty. Belongs to one function call, holds no memory of its own.
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace greeninfer::wire {

// Appends `text` as a JSON string with its quotes.
void append_json_string(std::string_view text, std::string& out);

class JsonWriter {
public:
    explicit JsonWriter(std::string& out) : out_(out) {}

    JsonWriter& begin_object();
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& end_array();
    JsonWriter& key(std::string_view name);

    JsonWriter& value(std::string_view text);
    JsonWriter& value(const char* text) { return value(std::string_view(text)); }
    JsonWriter& value(bool boolean);
    JsonWriter& value(std::nullptr_t);
    JsonWriter& value(double number);    // as few digits as bring the same number back
    JsonWriter& measure(double number);  // six significant digits: more than any estimate of energy has
    template <std::integral Integer>
    JsonWriter& value(Integer number) {
        if constexpr (std::signed_integral<Integer>) return signed_value(number);
        return unsigned_value(number);
    }
    JsonWriter& raw(std::string_view json);  // a value that is JSON already

    template <class Value>
    JsonWriter& member(std::string_view name, const Value& content) {
        return key(name).value(content);
    }
    JsonWriter& measured(std::string_view name, const std::optional<double>& number) {
        return number ? key(name).measure(*number) : *this;
    }
    // Writes nothing when the value is unknown: unknown is absent, never 0.
    template <class Value>
    JsonWriter& member(std::string_view name, const std::optional<Value>& content) {
        return content ? member(name, *content) : *this;
    }

private:
    JsonWriter& signed_value(std::int64_t number);
    JsonWriter& unsigned_value(std::uint64_t number);
    void separate();

    std::string& out_;
    bool needs_comma_ = false;
};

}  // namespace greeninfer::wire
