#include "pipeline/brief_answers.hpp"

#include <algorithm>

namespace greeninfer::pipeline {

std::optional<BriefPlace> brief_place(const wire::RequestView& view) {
    const auto is_system = [](const wire::MessageView& message) {
        return message.role == wire::Role::system || message.role == wire::Role::developer;
    };
    if (std::ranges::none_of(view.messages, is_system)) return BriefPlace{.is_own_message = true};
    for (const wire::MessageView& message : view.messages) {
        if (message.role != wire::Role::user || message.text_count == 0) continue;
        return BriefPlace{.text = message.first_text + message.text_count - 1};
    }
    return std::nullopt;
}

}  // namespace greeninfer::pipeline
