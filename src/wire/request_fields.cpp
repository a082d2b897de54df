#include "wire/request_fields.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "wire/json_text.hpp"
#include "wire/request_texts.hpp"

namespace greeninfer::wire {
namespace {

constexpr std::uint32_t kChoicesMax = 128;
constexpr std::uint32_t kTokensMax = std::numeric_limits<std::int32_t>::max();

// In the order of Field.
constexpr std::array<std::string_view, 14> kFieldNames = {
    "model",    "stream",     "stream_options",        "messages", "prompt",    "input",
    "n",        "max_tokens", "max_completion_tokens", "tools",    "functions", "response_format",
    "logprobs", "tool_choice"};

Result<void> read_model(JsonReader& reader, ondemand::value value, RequestView& view) {
    TRY(const auto inside, reader.string(value));
    if (inside.empty()) return wrong("must not be empty");
    append_unescaped(inside, view.model);
    const Span span = reader.span_of(inside);
    view.edits.model = {span.offset - 1, span.size_bytes + 2};
    return {};
}

Result<void> read_stream(JsonReader& reader, ondemand::value value, RequestView& view) {
    const char* begin = reader.begin_of(value);
    TRY(const auto stream, reader.boolean(value));
    view.stream = stream.value_or(false);
    view.edits.stream = reader.span_of(reader.bytes_since(begin));
    return {};
}

Result<void> read_include_usage(JsonReader& reader, ondemand::value value, RequestView& view) {
    if (!view.edits.include_usage.empty()) return wrong("is given twice");
    const char* begin = reader.begin_of(value);
    TRY(const auto include_usage, reader.boolean(value));
    view.include_usage = include_usage.value_or(false);
    view.edits.include_usage = reader.span_of(reader.bytes_since(begin));
    return {};
}

Result<void> read_stream_options(JsonReader& reader, ondemand::value value, RequestView& view) {
    const char* begin = reader.begin_of(value);
    TRY(const bool is_null, reader.null(value));
    if (!is_null) {
        view.edits.first_stream_option = reader.span_of({begin, 1}).offset + 1;
        auto read = reader.each_member(value, [&](std::string_view name, ondemand::value option) -> Result<void> {
            view.edits.stream_options_has_members = true;
            if (name == "include_usage") return read_include_usage(reader, option, view);
            return reader.skip(option);
        });
        if (!read) return read;
    }
    view.edits.stream_options = reader.span_of(reader.bytes_since(begin));
    return {};
}

Result<void> read_max_tokens(Field field, JsonReader& reader, ondemand::value value, RequestView& view) {
    // A completion may ask for nothing but an echo of its prompt.
    const std::uint32_t least = view.kind == RequestKind::completion ? 0 : 1;
    TRY(const auto tokens, reader.whole_number(value, least, kTokensMax));
    if (tokens && (field == Field::max_completion_tokens || !view.max_tokens)) view.max_tokens = tokens;
    return {};
}

Result<void> read_n(JsonReader& reader, ondemand::value value, RequestView& view) {
    TRY(const auto choices, reader.whole_number(value, 1, kChoicesMax));
    view.n = choices.value_or(1);
    return {};
}

Result<void> read_tools(JsonReader& reader, ondemand::value value, RequestView& view) {
    const char* begin = reader.begin_of(value);
    TRY(const bool is_null, reader.null(value));
    if (is_null) return {};
    auto read = reader.each_item(value, [&](std::size_t, ondemand::value tool) {
        view.has_tools = true;
        return reader.skip(tool);
    });
    if (read) view.tools = reader.span_of(reader.bytes_since(begin));
    return read;
}

Result<void> read_response_format(JsonReader& reader, ondemand::value value, RequestView& view) {
    TRY(const bool is_null, reader.null(value));
    if (is_null) return {};
    return reader.each_member(value, [&](std::string_view name, ondemand::value part) -> Result<void> {
        if (name != "type") return reader.skip(part);
        TRY(const auto type, reader.string(part));
        view.has_response_format = type != "text";
        return {};
    });
}

// A chat says true or false, a completion how many.
Result<void> read_logprobs(JsonReader& reader, ondemand::value value, RequestView& view) {
    const char* begin = reader.begin_of(value);
    TRY(const auto type, reader.type(value));
    if (type == ondemand::json_type::boolean) {
        TRY(const auto wanted, reader.boolean(value));
        view.has_logprobs = wanted.value_or(false);
    } else {
        view.has_logprobs = type == ondemand::json_type::number;
        if (auto skipped = reader.skip(value); !skipped) return skipped;
    }
    view.edits.logprobs = reader.span_of(reader.bytes_since(begin));
    return {};
}

// A word, or an object that names the one tool to call.
Result<void> read_tool_choice(JsonReader& reader, ondemand::value value, RequestView& view) {
    TRY(const auto type, reader.type(value));
    if (type == ondemand::json_type::string) {
        TRY(const auto choice, reader.string(value));
        view.requires_tool = choice == "required";
        return {};
    }
    view.requires_tool = type == ondemand::json_type::object;
    return reader.skip(value);
}

}  // namespace

Field field_named(std::string_view name) {
    return static_cast<Field>(std::ranges::find(kFieldNames, name) - kFieldNames.begin());
}

Result<void> read_field(Field field, JsonReader& reader, ondemand::value value, RequestView& view) {
    switch (field) {
        case Field::model:
            return read_model(reader, value, view);
        case Field::stream:
            return read_stream(reader, value, view);
        case Field::stream_options:
            return read_stream_options(reader, value, view);
        case Field::n:
            return read_n(reader, value, view);
        case Field::max_tokens:
        case Field::max_completion_tokens:
            return read_max_tokens(field, reader, value, view);
        case Field::tools:
        case Field::functions:
            return read_tools(reader, value, view);
        case Field::response_format:
            return read_response_format(reader, value, view);
        case Field::logprobs:
            return read_logprobs(reader, value, view);
        case Field::tool_choice:
            return read_tool_choice(reader, value, view);
        case Field::messages:
            if (view.kind == RequestKind::chat) return read_messages(reader, value, view);
            break;
        case Field::prompt:
            if (view.kind == RequestKind::completion) return read_inputs(reader, value, view);
            break;
        case Field::input:
            if (view.kind == RequestKind::embedding) return read_inputs(reader, value, view);
            break;
        case Field::none:
            break;
    }
    return reader.skip(value);
}

}  // namespace greeninfer::wire
