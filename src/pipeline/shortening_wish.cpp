#include "pipeline/shortening_wish.hpp"

#include <fmt/format.h>

#include "pipeline/exchange.hpp"
#include "pipeline/routing.hpp"

namespace greeninfer::pipeline {

namespace {

using optimizer::LeftAlone;

Result<std::optional<bool>> header_switch(const Exchange& exchange, std::string_view name) {
    const auto value = exchange.head.fields.find(name);
    if (!value) return std::nullopt;
    if (net::same_name(*value, "on")) return true;
    if (net::same_name(*value, "off")) return false;
    return fail(Fault::invalid_request, fmt::format("the header {} must be on or off", name), std::string(name));
}

std::optional<LeftAlone> refusal(const Exchange& exchange, bool is_auto, const std::optional<bool>& asked) {
    // Embeddings stand for the very text. A completion's prompt is a text to be continued, blanks and all.
    if (exchange.kind != wire::RequestKind::chat) return LeftAlone::no_text;
    if (!asked.value_or(is_auto)) return LeftAlone::not_asked;
    if (!exchange.generation->optimizer.enabled) return LeftAlone::disabled;
    return std::nullopt;
}

bool wants_brief(const Exchange& exchange, bool is_auto, const std::optional<bool>& asked) {
    if (exchange.kind != wire::RequestKind::chat) return false;
    if (asked) return *asked;
    const auto by_client = exchange.client ? exchange.client->settings.brief_answers : std::nullopt;
    const bool is_on = is_auto && by_client.value_or(exchange.generation->optimizer.brief_answers);
    return is_on && mode_of(exchange).mode == Mode::eco;
}

}  // namespace

Result<ShorteningWish> shortening_wish_of(const Exchange& exchange) {
    TRY(auto optimize, header_switch(exchange, kOptimizeField));
    TRY(auto brief, header_switch(exchange, kBriefField));
    if (exchange.native && exchange.native->optimize) optimize = exchange.native->optimize;
    if (exchange.native && exchange.native->brief) brief = exchange.native->brief;
    const bool is_auto = auto_mode(exchange.view.model, Mode::balanced).has_value();
    ShorteningWish wish{.refused = refusal(exchange, is_auto, optimize),
                        .brief = wants_brief(exchange, is_auto, brief)};
    const bool may = exchange.kind == wire::RequestKind::chat;
    wish.is_said = may && (is_auto || optimize.has_value() || wish.brief);
    return wish;
}

}  // namespace greeninfer::pipeline
