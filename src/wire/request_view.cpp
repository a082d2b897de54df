#include "wire/request_view.hpp"

#include <utility>

#include "wire/json_reader.hpp"
#include "wire/request_fields.hpp"

namespace greeninfer::wire {
namespace {

// Empties a view and keeps its memory.
void reset(RequestKind kind, RequestView& view) {
    RequestView fresh;
    fresh.kind = kind;
    fresh.model = std::move(view.model);
    fresh.messages = std::move(view.messages);
    fresh.texts = std::move(view.texts);
    fresh.model.clear();
    fresh.messages.clear();
    fresh.texts.clear();
    view = std::move(fresh);
}

class FieldsSeen {
public:
    bool has(Field field) const { return (bits_ >> std::to_underlying(field) & 1) != 0; }
    void add(Field field) { bits_ |= std::uint32_t{1} << std::to_underlying(field); }

private:
    std::uint32_t bits_ = 0;
};

Result<void> require(Field field, std::string_view name, const FieldsSeen& seen) {
    if (seen.has(field)) return {};
    return under(name, wrong("is required").error());
}

Result<void> check_required(RequestKind kind, const FieldsSeen& seen) {
    if (auto model = require(Field::model, "model", seen); !model) return model;
    switch (kind) {
        case RequestKind::chat:
            return require(Field::messages, "messages", seen);
        case RequestKind::completion:
            return require(Field::prompt, "prompt", seen);
        case RequestKind::embedding:
            return require(Field::input, "input", seen);
    }
    std::unreachable();
}

Result<void> read_members(PaddedView body, RequestView& view) {
    JsonReader reader(body);
    FieldsSeen seen;
    auto read = reader.read([&](std::string_view name, ondemand::value value) -> Result<void> {
        const Field field = field_named(name);
        if (field == Field::none) return reader.skip(value);
        if (seen.has(field)) return wrong("is given twice");
        seen.add(field);
        return read_field(field, reader, value, view);
    });
    if (!read) return read;
    return check_required(view.kind, seen);
}

}  // namespace

Result<void> read_request(RequestKind kind, PaddedView body, RequestView& view) {
    reset(kind, view);
    auto read = read_members(body, view);
    if (!read) return std::unexpected(in_words(std::move(read).error()));
    view.edits.first_member = body.text().find('{') + 1;
    return {};
}

Result<RequestView> read_request(RequestKind kind, PaddedView body) {
    RequestView view;
    if (auto read = read_request(kind, body, view); !read) return std::unexpected(std::move(read).error());
    return view;
}

}  // namespace greeninfer::wire
