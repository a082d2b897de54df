#include "pipeline/conversation.hpp"

#include "wire/body_edits.hpp"
#include "wire/json_text.hpp"
#include "wire/json_writer.hpp"

namespace greeninfer::pipeline {

namespace {

using optimizer::PartKind;

PartKind kind_of(wire::Role role) {
    switch (role) {
        case wire::Role::user:
            return PartKind::user;
        case wire::Role::assistant:
            return PartKind::assistant;
        case wire::Role::tool:
        case wire::Role::function:
            return PartKind::tool_result;
        default:
            return PartKind::fixed;
    }
}

}  // namespace

std::vector<ConversationText> read_conversation(const wire::RequestView& view, std::string_view body) {
    std::vector<ConversationText> texts(view.texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) wire::append_unescaped(view.texts[i].of(body), texts[i].before);
    for (std::uint32_t number = 0; number < view.messages.size(); ++number) {
        const wire::MessageView& message = view.messages[number];
        for (std::size_t i = 0; i < message.text_count; ++i) {
            ConversationText& text = texts[message.first_text + i];
            text.kind = kind_of(message.role);
            text.message = number;
        }
    }
    return texts;
}

std::string rewritten_body(const wire::RequestView& view, std::string_view body,
                           const std::vector<ConversationText>& texts, std::string_view first_message) {
    wire::BodyEdits edits(view);
    if (!first_message.empty()) edits.replace({view.edits.first_message, 0}, std::string(first_message) + ",");
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto& after = texts[i].after;
        if (!after) continue;
        std::string json;
        wire::append_json_string(*after, json);
        const wire::Span inside = view.texts[i];
        edits.replace({inside.offset - 1, inside.size_bytes + 2}, json);
    }
    return edits.apply(body);
}

}  // namespace greeninfer::pipeline
