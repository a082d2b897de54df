#include "wire/request_texts.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace greeninfer::wire {
namespace {

// In the order of Role.
constexpr std::array<std::string_view, 6> kRoleNames = {"system", "developer", "user", "assistant", "tool", "function"};

Role role_named(std::string_view name) {
    return static_cast<Role>(std::ranges::find(kRoleNames, name) - kRoleNames.begin());
}

Result<void> read_text(JsonReader& reader, ondemand::value value, RequestView& view) {
    TRY(const auto inside, reader.string(value));
    view.texts.push_back(reader.span_of(inside));
    return {};
}

Result<void> read_part(JsonReader& reader, ondemand::value value, RequestView& view) {
    std::string_view type;
    bool has_text = false;
    auto read = reader.each_member(value, [&](std::string_view name, ondemand::value member) -> Result<void> {
        if (name == "type") {
            if (type.data() != nullptr) return wrong("is given twice");
            TRY(type, reader.string(member));
            return {};
        }
        if (name != "text" && name != "refusal") return reader.skip(member);
        if (has_text) return wrong("is given twice");
        has_text = true;
        return read_text(reader, member, view);
    });
    if (!read) return read;
    if (type.data() == nullptr) return under("type", wrong("is required").error());
    if (type == "text" && !has_text) return under("text", wrong("is required").error());
    view.has_images = view.has_images || type == "image_url" || type == "input_image";
    return {};
}

Result<void> read_content(JsonReader& reader, ondemand::value value, RequestView& view) {
    TRY(const auto type, reader.type(value));
    switch (type) {
        case ondemand::json_type::null:
            return reader.skip(value);
        case ondemand::json_type::string:
            return read_text(reader, value, view);
        case ondemand::json_type::array:
            return reader.each_item(value,
                                    [&](std::size_t, ondemand::value part) { return read_part(reader, part, view); });
        default:
            return wrong("must be a string, a list of parts, or null");
    }
}

struct MessageSeen {
    bool role = false;
    bool content = false;
};

Result<void> read_message_member(JsonReader& reader, std::string_view name, ondemand::value value, RequestView& view,
                                 MessageSeen& seen) {
    MessageView& message = view.messages.back();
    if (name == "role") {
        if (std::exchange(seen.role, true)) return wrong("is given twice");
        TRY(const auto role, reader.string(value));
        message.role = role_named(role);
        return {};
    }
    if (name != "content") return reader.skip(value);
    if (std::exchange(seen.content, true)) return wrong("is given twice");
    const char* begin = reader.begin_of(value);
    auto read = read_content(reader, value, view);
    message.content = reader.span_of(reader.bytes_since(begin));
    return read;
}

Result<void> read_message(JsonReader& reader, ondemand::value value, RequestView& view) {
    const std::size_t first_text = view.texts.size();
    view.messages.push_back({.first_text = first_text});
    MessageSeen seen;
    auto read = reader.each_member(value, [&](std::string_view name, ondemand::value member) {
        return read_message_member(reader, name, member, view, seen);
    });
    if (!read) return read;
    if (!seen.role) return under("role", wrong("is required").error());
    view.messages.back().text_count = view.texts.size() - first_text;
    return {};
}

constexpr std::uint32_t kTokenIdMax = std::numeric_limits<std::int32_t>::max();

// One input of a list: `nested` when it may itself be a list of token ids.
Result<void> read_input(JsonReader& reader, ondemand::value value, bool nested, RequestView& view) {
    TRY(const auto type, reader.type(value));
    if (type == ondemand::json_type::string && nested) {
        ++view.inputs;
        return read_text(reader, value, view);
    }
    if (type == ondemand::json_type::array && nested) {
        ++view.inputs;
        return reader.each_item(value,
                                [&](std::size_t, ondemand::value id) { return read_input(reader, id, false, view); });
    }
    if (type != ondemand::json_type::number) {
        return wrong(nested ? "must be a string, a token id, or a list of token ids" : "must be a token id");
    }
    TRY([[maybe_unused]] const auto id, reader.whole_number(value, 0, kTokenIdMax));
    ++view.token_ids;
    return {};
}

}  // namespace

Result<void> read_messages(JsonReader& reader, ondemand::value value, RequestView& view) {
    view.edits.first_message = reader.span_of({reader.begin_of(value), 1}).offset + 1;
    auto read = reader.each_item(
        value, [&](std::size_t, ondemand::value message) { return read_message(reader, message, view); });
    if (read && view.messages.empty()) return wrong("must not be empty");
    return read;
}

Result<void> read_inputs(JsonReader& reader, ondemand::value value, RequestView& view) {
    TRY(const auto type, reader.type(value));
    if (type == ondemand::json_type::string) {
        view.inputs = 1;
        return read_text(reader, value, view);
    }
    if (type != ondemand::json_type::array) return wrong("must be a string or a list");
    auto read = reader.each_item(
        value, [&](std::size_t, ondemand::value input) { return read_input(reader, input, true, view); });
    if (!read) return read;
    if (view.inputs == 0 && view.token_ids == 0) return wrong("must not be empty");
    view.inputs = std::max<std::size_t>(view.inputs, 1);  // a plain list of token ids is one input
    return {};
}

}  // namespace greeninfer::wire
