#include "pipeline/preview_guidance.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/conversation.hpp"
#include "pipeline/preview_angle.hpp"

namespace greeninfer::pipeline {

namespace {

using wire::ConfirmChoice;

std::string numbered(const std::vector<std::string>& outline) {
    std::string lines;
    for (std::size_t i = 0; i < outline.size(); ++i) lines += fmt::format("\n{}. {}", i + 1, outline[i]);
    return lines;
}

std::string other_angle(const PreviewTicket& ticket) {
    std::string text = fmt::format("Answer from this side: {}. Do not follow these outlines:",
                                   preview_angle(ticket.outlines.size() + 1));
    for (const auto& outline : ticket.outlines) text += numbered(outline);
    return text;
}

}  // namespace

std::string preview_guidance(const PreviewReport& report) {
    if (!report.confirmed || !report.choice) return {};
    const PreviewTicket& ticket = *report.confirmed;
    switch (*report.choice) {
        case ConfirmChoice::different_angle:
            return other_angle(ticket);
        case ConfirmChoice::add_detail:
            return "Answer along this outline and work out each of its points in detail, with reasons and examples; "
                   "correct what is wrong in it:" +
                   numbered(ticket.outlines.back());
        case ConfirmChoice::expand:
            break;
    }
    return "Answer along this outline; correct what is wrong in it:" + numbered(ticket.outlines.back());
}

void append_to_prompt(Exchange& exchange, const std::string& text) {
    const auto& messages = exchange.view.messages;
    const auto newest = std::find_if(messages.rbegin(), messages.rend(),
                                     [](const auto& message) { return message.role == wire::Role::user; });
    if (newest == messages.rend() || newest->text_count == 0) return;
    auto texts = read_conversation(exchange.view, exchange.body);
    ConversationText& last = texts[newest->first_text + newest->text_count - 1];
    last.after = last.before + "\n\n" + text;
    std::string body = rewritten_body(exchange.view, exchange.body, texts, {});
    wire::RequestView view;
    if (!wire::read_request(exchange.kind, wire::PaddedView::of(body), view)) return;
    exchange.guided_body = std::move(body);
    exchange.body = exchange.guided_body;
    exchange.view = std::move(view);
}

}  // namespace greeninfer::pipeline
