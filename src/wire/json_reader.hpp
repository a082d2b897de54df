#pragma once
// One reading of one JSON text, checked in full; private to this layer, as it brings in the parser.
//
// The parser skips what nobody visits without checking it, so every value must be taken by one of these functions;
// skip() is the one that checks and forgets. Each core has one parser, whose memory is used again: only one
// JsonReader may live on a thread at a time, and what it gave is valid as long as it lives.
#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "wire/padded_view.hpp"
#include "wire/request_view.hpp"

namespace greeninfer::wire {

namespace ondemand = simdjson::ondemand;

class JsonReader {
public:
    explicit JsonReader(PaddedView text) : text_(text.text()) {}
    ~JsonReader();
    JsonReader(const JsonReader&) = delete;
    JsonReader& operator=(const JsonReader&) = delete;

    // Faults are invalid_request. Those about the JSON itself have no field; those about a value are as wrong() makes
    // them. The text must be one object; nothing may follow it.
    template <class OnMember>
    Result<void> read(OnMember on_member);

    // Calls `on_member(name, value)` or `on_item(index, value)` for each, until one fails.
    template <class OnMember>
    Result<void> each_member(ondemand::value value, OnMember on_member);
    template <class OnItem>
    Result<void> each_item(ondemand::value value, OnItem on_item);

    Result<ondemand::json_type> type(ondemand::value& value);

    Result<void> skip(ondemand::value value) { return skip(value, kDepthMax); }
    Result<std::string_view> string(ondemand::value value);  // inside its quotes, still escaped
    // Null is taken for absent, as model servers do.
    Result<std::optional<bool>> boolean(ondemand::value value);
    Result<std::optional<std::uint32_t>> whole_number(ondemand::value value, std::uint32_t least, std::uint32_t most);
    Result<bool> null(ondemand::value& value);  // whether it is; then it is also taken

    std::string_view text() const { return text_; }
    Span span_of(std::string_view part) const {
        return {static_cast<std::size_t>(part.data() - text_.data()), part.size()};
    }
    // The bytes of a value: from its first, noted before it is taken, to its last, known only after.
    const char* begin_of(ondemand::value& value) { return value.raw_json_token().data(); }
    std::string_view bytes_since(const char* begin);

private:
    static constexpr int kDepthMax = 128;

    Result<ondemand::object> begin();
    Result<void> end();
    Result<ondemand::object> object(ondemand::value& value);
    Result<ondemand::array> array(ondemand::value& value);
    template <class OnMember>
    Result<void> each_member(ondemand::object& object, OnMember& on_member);
    Result<void> skip(ondemand::value value, int depth);
    std::unexpected<Error> malformed(simdjson::error_code error);

    std::string_view text_;
    ondemand::document document_;
    bool begun_ = false;  // document_ is valid
};

// An error about the value being read: `requirement` completes the sentence "'field' …". Whoever reads the object or
// list around it says where it lies with under().
std::unexpected<Error> wrong(std::string requirement);
// The same error seen from outside: `place` is a member's name, or "[3]" in a list.
std::unexpected<Error> under(std::string_view place, Error error);
// The error as a client is told it.
Error in_words(Error error);

template <class OnMember>
Result<void> JsonReader::read(OnMember on_member) {
    TRY(auto members, begin());
    if (auto read = each_member(members, on_member); !read) return read;
    return end();
}

template <class OnMember>
Result<void> JsonReader::each_member(ondemand::value value, OnMember on_member) {
    TRY(auto members, object(value));
    return each_member(members, on_member);
}

template <class OnMember>
Result<void> JsonReader::each_member(ondemand::object& object, OnMember& on_member) {
    for (auto member : object) {
        ondemand::field field;
        if (const auto error = std::move(member).get(field)) return malformed(error);
        std::string_view name;
        if (const auto error = field.unescaped_key().get(name)) return malformed(error);
        Result<void> read = on_member(name, field.value());
        if (!read) return under(name, std::move(read).error());
    }
    return {};
}

template <class OnItem>
Result<void> JsonReader::each_item(ondemand::value value, OnItem on_item) {
    TRY(auto items, array(value));
    std::size_t index = 0;
    for (auto element : items) {
        ondemand::value item;
        if (const auto error = element.get(item)) return malformed(error);
        Result<void> read = on_item(index, item);
        if (!read) return under("[" + std::to_string(index) + "]", std::move(read).error());
        ++index;
    }
    return {};
}

}  // namespace greeninfer::wire
