#include "wire/json_reader.hpp"

#include <fmt/format.h>

#include "wire/json_text.hpp"

namespace greeninfer::wire {
namespace {

static_assert(kPaddingBytes >= simdjson::SIMDJSON_PADDING);

// A parser grown by one huge body would keep some six times its size for ever.
constexpr std::size_t kKeptCapacityBytes = 256 * 1024;

// The field of an error about the value at hand, before anybody said where that lies.
constexpr std::string_view kThisValue = ".";

ondemand::parser& thread_parser() {
    thread_local ondemand::parser parser;
    return parser;
}

std::string_view without_trailing_space(std::string_view text) {
    const auto last = text.find_last_not_of(" \t\r\n");
    return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

}  // namespace

JsonReader::~JsonReader() {
    if (thread_parser().capacity() > kKeptCapacityBytes) thread_parser() = ondemand::parser();
}

Result<ondemand::object> JsonReader::begin() {
    const simdjson::padded_string_view padded(text_, text_.size() + simdjson::SIMDJSON_PADDING);
    if (const auto error = thread_parser().iterate(padded).get(document_)) return malformed(error);
    begun_ = true;
    ondemand::json_type type;
    if (const auto error = document_.type().get(type)) return malformed(error);
    if (type != ondemand::json_type::object) return fail(Fault::invalid_request, "The body must be a JSON object.");
    ondemand::object object;
    if (const auto error = document_.get_object().get(object)) return malformed(error);
    return object;
}

Result<void> JsonReader::end() {
    const char* next = nullptr;
    const bool at_end = document_.current_location().get(next) == simdjson::OUT_OF_BOUNDS;
    if (!at_end) return malformed(simdjson::TRAILING_CONTENT);
    return {};
}

Result<ondemand::json_type> JsonReader::type(ondemand::value& value) {
    ondemand::json_type type;
    if (const auto error = value.type().get(type)) return malformed(error);
    return type;
}

Result<ondemand::object> JsonReader::object(ondemand::value& value) {
    TRY(const auto found, type(value));
    if (found != ondemand::json_type::object) return wrong("must be an object");
    ondemand::object object;
    if (const auto error = value.get_object().get(object)) return malformed(error);
    return object;
}

Result<ondemand::array> JsonReader::array(ondemand::value& value) {
    TRY(const auto found, type(value));
    if (found != ondemand::json_type::array) return wrong("must be a list");
    ondemand::array array;
    if (const auto error = value.get_array().get(array)) return malformed(error);
    return array;
}

Result<std::string_view> JsonReader::string(ondemand::value value) {
    TRY(const auto found, type(value));
    if (found != ondemand::json_type::string) return wrong("must be a string");
    // The parser's own get_string() would copy each text byte by byte; its index already bounds the token.
    const std::string_view token = without_trailing_space(value.raw_json_token());
    ondemand::raw_json_string raw;
    if (const auto error = value.get_raw_json_string().get(raw)) return malformed(error);
    if (token.size() < 2 || token.back() != '"') return malformed(simdjson::STRING_ERROR);
    const std::string_view inside = token.substr(1, token.size() - 2);
    if (!escapes_are_valid(inside)) return malformed(simdjson::STRING_ERROR);
    return inside;
}

Result<bool> JsonReader::null(ondemand::value& value) {
    bool is_null = false;
    if (const auto error = value.is_null().get(is_null)) return malformed(error);
    return is_null;
}

Result<std::optional<bool>> JsonReader::boolean(ondemand::value value) {
    TRY(const bool is_null, null(value));
    if (is_null) return std::nullopt;
    TRY(const auto found, type(value));
    if (found != ondemand::json_type::boolean) return wrong("must be true or false");
    bool boolean = false;
    if (const auto error = value.get_bool().get(boolean)) return malformed(error);
    return boolean;
}

Result<std::optional<std::uint32_t>> JsonReader::whole_number(ondemand::value value, std::uint32_t least,
                                                              std::uint32_t most) {
    TRY(const bool is_null, null(value));
    if (is_null) return std::nullopt;
    TRY(const auto found, type(value));
    std::int64_t number = 0;
    const bool is_number = found == ondemand::json_type::number && !value.get_int64().get(number);
    if (!is_number || number < least || number > most) {
        return wrong(fmt::format("must be a whole number from {} to {}", least, most));
    }
    return static_cast<std::uint32_t>(number);
}

Result<void> JsonReader::skip(ondemand::value value, int depth) {
    if (depth == 0) return fail(Fault::invalid_request, fmt::format("The body is nested deeper than {}.", kDepthMax));
    TRY(const auto found, type(value));
    switch (found) {
        case ondemand::json_type::object:
            return each_member(value, [&](std::string_view, ondemand::value part) { return skip(part, depth - 1); });
        case ondemand::json_type::array:
            return each_item(value, [&](std::size_t, ondemand::value part) { return skip(part, depth - 1); });
        case ondemand::json_type::string: {
            TRY([[maybe_unused]] const auto inside, string(value));
            return {};
        }
        case ondemand::json_type::number: {
            double number = 0;
            if (const auto error = value.get_double().get(number)) return malformed(error);
            return {};
        }
        case ondemand::json_type::boolean: {
            bool boolean = false;
            if (const auto error = value.get_bool().get(boolean)) return malformed(error);
            return {};
        }
        case ondemand::json_type::null: {
            TRY(const bool is_null, null(value));
            if (!is_null) return malformed(simdjson::N_ATOM_ERROR);
            return {};
        }
    }
    return malformed(simdjson::TAPE_ERROR);
}

std::string_view JsonReader::bytes_since(const char* begin) {
    const char* end = text_.data() + text_.size();
    const char* next = nullptr;
    if (!document_.current_location().get(next) && next > begin && next < end) end = next;
    return without_trailing_space({begin, end});
}

std::unexpected<Error> JsonReader::malformed(simdjson::error_code error) {
    const char* at = nullptr;
    const char* end = text_.data() + text_.size();
    if (error == simdjson::UTF8_ERROR) return fail(Fault::invalid_request, "The body is not valid UTF-8.");
    if (error == simdjson::EMPTY) return fail(Fault::invalid_request, "The body is empty; send a JSON object.");
    if (error == simdjson::MEMALLOC) return fail(Fault::memory_ceiling, "There is no memory to read the body.");
    if (begun_ && !document_.current_location().get(at) && at >= text_.data() && at <= end) {
        return fail(Fault::invalid_request, fmt::format("The body is not valid JSON near byte {}.", at - text_.data()));
    }
    return fail(Fault::invalid_request, "The body is not valid JSON.");
}

std::unexpected<Error> wrong(std::string requirement) {
    return fail(Fault::invalid_request, std::move(requirement), std::string(kThisValue));
}

std::unexpected<Error> under(std::string_view place, Error error) {
    if (error.field == kThisValue) {
        error.field = place;
    } else if (!error.field.empty()) {
        error.field = fmt::format("{}{}{}", place, error.field.starts_with('[') ? "" : ".", error.field);
    }
    return std::unexpected(std::move(error));
}

Error in_words(Error error) {
    if (!error.field.empty()) error.detail = fmt::format("'{}' {}.", error.field, error.detail);
    return error;
}

}  // namespace greeninfer::wire
