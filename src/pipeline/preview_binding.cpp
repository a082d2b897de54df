#include "pipeline/preview_binding.hpp"

#include "pipeline/exchange.hpp"

namespace greeninfer::pipeline {

namespace {

// With its length in front, so that no two lists of texts read the same.
void append(std::string_view text, std::string& out) {
    out.append(std::to_string(text.size())).append(":").append(text);
}

std::string_view client_name(const Exchange& exchange) {
    return exchange.client != nullptr ? std::string_view(exchange.client->settings.name) : std::string_view();
}

}  // namespace

PreviewDigest client_digest(const Exchange& exchange) {
    std::string bytes = "client ";
    append(client_name(exchange), bytes);
    return exchange.generation->preview_seal->digest(bytes);
}

PreviewDigest prompt_digest(const Exchange& exchange) {
    std::string bytes = "prompt ";
    append(client_name(exchange), bytes);
    append(exchange.native->prompt, bytes);
    append(std::to_string(exchange.native->context.size()), bytes);
    for (const wire::Turn& turn : exchange.native->context) {
        append(to_string(turn.role), bytes);
        append(turn.content, bytes);
    }
    for (const std::string& image : exchange.native->images) append(image, bytes);
    return exchange.generation->preview_seal->digest(bytes);
}

}  // namespace greeninfer::pipeline
