#include "pipeline/scored_prompt.hpp"

#include <ranges>
#include <span>

#include "wire/json_text.hpp"

namespace greeninfer::pipeline {

namespace {

using scorer::Speaker;

Speaker speaker_of(wire::Role role) {
    switch (role) {
        case wire::Role::system:
        case wire::Role::developer:
            return Speaker::system;
        case wire::Role::assistant:
            return Speaker::assistant;
        case wire::Role::tool:
        case wire::Role::function:
            return Speaker::tool;
        default:
            return Speaker::user;
    }
}

}  // namespace

void ScoredPrompt::append(std::string_view escaped) {
    if (escaped.size() <= left_) {
        wire::append_unescaped(escaped, text_);
        left_ -= escaped.size();
        return;
    }
    // An escape that the cut goes through is left out by the reader.
    const std::size_t half = left_ / 2;
    wire::append_unescaped(escaped.substr(0, half), text_);
    text_.push_back('\n');
    wire::append_unescaped(escaped.substr(escaped.size() - half), text_);
    left_ = 0;
}

void ScoredPrompt::add(Speaker speaker, std::span<const wire::Span> texts, std::string_view body) {
    const std::size_t begin = text_.size();
    for (const wire::Span& text : texts) {
        if (text_.size() > begin) text_.push_back('\n');
        append(text.of(body));
    }
    pieces_.push_back({speaker, begin, text_.size()});
}

scorer::Prompt ScoredPrompt::read(const wire::RequestView& view, std::string_view body) {
    text_.clear();
    pieces_.clear();
    turns_.clear();
    left_ = kMaxBytes;
    const std::span<const wire::Span> texts = view.texts;
    if (view.messages.empty()) add(Speaker::user, texts, body);
    for (const wire::MessageView& message : std::views::reverse(view.messages)) {
        if (left_ == 0) break;
        add(speaker_of(message.role), texts.subspan(message.first_text, message.text_count), body);
    }
    const std::string_view all = text_;
    for (const Piece& piece : std::views::reverse(pieces_)) {
        turns_.push_back({piece.speaker, all.substr(piece.begin, piece.end - piece.begin)});
    }
    return {.turns = turns_, .has_tools = view.has_tools, .has_images = view.has_images};
}

}  // namespace greeninfer::pipeline
