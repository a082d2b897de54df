#include "pipeline/capability.hpp"

#include "pipeline/charge.hpp"

namespace greeninfer::pipeline {

using models::Capability;

std::uint64_t estimated_prompt_tokens(const wire::RequestView& view) {
    std::uint64_t bytes = 0;
    for (const wire::Span& text : view.texts) bytes += text.size_bytes;
    return bytes / kBytesPerToken + view.token_ids;
}

bool is_able(const models::Model& model, const wire::RequestView& view) {
    const bool for_embeddings = view.kind == wire::RequestKind::embedding;
    if (model.can(Capability::embeddings) != for_embeddings) return false;
    if (view.has_images && !model.can(Capability::vision)) return false;
    if (view.has_logprobs && !model.can(Capability::logprobs)) return false;
    return !view.has_tools || model.can(Capability::tools);
}

bool has_room(const models::Model& model, const wire::RequestView& view) {
    const auto window = model.settings.context_window;
    return !window || estimated_prompt_tokens(view) + view.max_tokens.value_or(0) <= *window;
}

std::string needs_of(const wire::RequestView& view) {
    if (view.kind == wire::RequestKind::embedding) return "embeddings";
    std::string needs;
    const auto add = [&needs](bool needed, std::string_view name) {
        if (needed) needs.append(needs.empty() ? "" : ", ").append(name);
    };
    add(view.has_images, "vision");
    add(view.has_tools, "tools");
    add(view.has_logprobs, "logprobs");
    return needs.empty() ? "chat" : needs;
}

}  // namespace greeninfer::pipeline
