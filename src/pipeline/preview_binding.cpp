#include "pipeline/preview_binding.hpp"

#include <span>

#include "pipeline/exchange.hpp"
#include "wire/json_text.hpp"

namespace greeninfer::pipeline {

namespace {

// With its length in front, so that no two lists of texts read the same.
void append(std::string_view text, std::string& out) {
    out.append(std::to_string(text.size())).append(":").append(text);
}

std::string_view client_name(const Exchange& exchange) {
    return exchange.client != nullptr ? std::string_view(exchange.client->settings.name) : std::string_view();
}

PreviewDigest digest_of(const Exchange& exchange, std::string_view prompt, std::span<const wire::Turn> context,
                        std::span<const std::string> images) {
    std::string bytes = "prompt ";
    append(client_name(exchange), bytes);
    append(prompt, bytes);
    append(std::to_string(context.size()), bytes);
    for (const wire::Turn& turn : context) {
        append(to_string(turn.role), bytes);
        append(turn.content, bytes);
    }
    for (const std::string& image : images) append(image, bytes);
    return exchange.generation->preview_seal->digest(bytes);
}

std::optional<wire::TurnRole> role_of(const wire::MessageView& message) {
    switch (message.role) {
        case wire::Role::system:
        case wire::Role::developer:
            return wire::TurnRole::system;
        case wire::Role::user:
            return wire::TurnRole::user;
        case wire::Role::assistant:
            return wire::TurnRole::assistant;
        default:
            return std::nullopt;
    }
}

// None where a message has something that is no text.
std::vector<wire::Turn> turns_of(const Exchange& exchange) {
    const wire::RequestView& view = exchange.view;
    std::vector<wire::Turn> turns;
    if (view.has_images) return turns;
    for (const wire::MessageView& message : view.messages) {
        const auto role = role_of(message);
        if (!role || message.text_count == 0) return {};
        wire::Turn& turn = turns.emplace_back(wire::Turn{.role = *role, .content = {}});
        for (const wire::Span& text : std::span(view.texts).subspan(message.first_text, message.text_count))
            wire::append_unescaped(text.of(exchange.body), turn.content);
    }
    return turns;
}

}  // namespace

PreviewDigest client_digest(const Exchange& exchange) {
    std::string bytes = "client ";
    append(client_name(exchange), bytes);
    return exchange.generation->preview_seal->digest(bytes);
}

PreviewDigest prompt_digest(const Exchange& exchange) {
    const auto& native = exchange.native;
    if (!native) return digest_of(exchange, {}, {}, {});
    return digest_of(exchange, native->prompt, native->context, native->images);
}

std::optional<PreviewDigest> same_words_digest(const Exchange& exchange) {
    auto turns = turns_of(exchange);
    if (turns.empty() || turns.back().role != wire::TurnRole::user) return std::nullopt;
    const std::string prompt = std::move(turns.back().content);
    turns.pop_back();
    return digest_of(exchange, prompt, turns, {});
}

}  // namespace greeninfer::pipeline
