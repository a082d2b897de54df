#include "pipeline/routing.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace greeninfer::pipeline {

namespace {

using models::Capability;
using models::Model;

// Texts for the receipt. Until a score exists, an auto name means the smallest tier, and the receipt says so.
constexpr std::string_view kAskedFor = "the model the request names";
constexpr std::string_view kSmallestHealthy = "auto: smallest healthy tier; prompts are not scored";
constexpr std::string_view kSmallest = "auto: smallest tier, no endpoint is healthy; prompts are not scored";

bool is_able(const Model& model, const wire::RequestView& view) {
    const bool for_embeddings = view.kind == wire::RequestKind::embedding;
    if (model.can(Capability::embeddings) != for_embeddings) return false;
    if (view.has_images && !model.can(Capability::vision)) return false;
    if (view.has_logprobs && !model.can(Capability::logprobs)) return false;
    return !view.has_tools || model.can(Capability::tools);
}

// What the request needs, for people: "vision, tools".
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

bool is_healthy(const Generation& generation, const Model& model) {
    return std::ranges::any_of(generation.fleet->endpoints_of(model),
                               [](const auto& endpoint) { return fleet::can_answer(*endpoint); });
}

Result<Decision> decide_automatically(const Generation& generation, const wire::RequestView& view, Mode mode) {
    const Model* smallest = nullptr;
    for (const models::Tier tier :
         {models::Tier::small, models::Tier::medium, models::Tier::large, models::Tier::xlarge}) {
        for (const Model* model : generation.catalogue.of_tier(tier)) {
            if (!is_able(*model, view)) continue;
            if (is_healthy(generation, *model)) return Decision{model, mode, false, kSmallestHealthy};
            if (!smallest) smallest = model;
        }
    }
    if (smallest) return Decision{smallest, mode, false, kSmallest};
    return fail(Fault::invalid_request, fmt::format("no configured model can do this: {}", needs_of(view)), "model");
}

Result<Decision> decide_named(const Generation& generation, const wire::RequestView& view, Mode mode) {
    const Model* const model = generation.catalogue.find(view.model);
    if (!model) {
        return fail(
            Fault::unknown_model,
            fmt::format("the model '{}' does not exist; GET /v1/models lists those that do", view.model.substr(0, 200)),
            "model");
    }
    const auto& endpoints = generation.fleet->endpoints_of(*model);
    const bool local = std::ranges::any_of(endpoints, [](const auto& endpoint) { return endpoint->always_stream; });
    if (local && view.kind == wire::RequestKind::embedding) {
        return fail(Fault::invalid_request, fmt::format("the model '{}' makes no embeddings", view.model), "model");
    }
    return Decision{model, mode, true, kAskedFor};
}

std::optional<Mode> native_mode(const Exchange& exchange) {
    if (!exchange.native || !exchange.native->mode) return std::nullopt;
    switch (*exchange.native->mode) {
        case wire::NativeMode::eco:
            return Mode::eco;
        case wire::NativeMode::balanced:
            return Mode::balanced;
        case wire::NativeMode::performance:
            return Mode::performance;
    }
    return std::nullopt;
}

// A native request names no model, so what no model can do is a matter of the field that asks for it.
Error in_terms_of(const Exchange& exchange, Error error) {
    if (!exchange.native || error.field != "model") return error;
    error.fault = Fault::field_out_of_range;
    error.field = exchange.view.has_images ? "images" : "prompt";
    return error;
}

}  // namespace

std::optional<Mode> auto_mode(std::string_view model, Mode default_mode) {
    if (model == "auto") return default_mode;
    for (std::size_t mode = 0; mode < kModeNames.size(); ++mode) {
        if (model.starts_with("auto-") && model.substr(5) == kModeNames[mode]) return static_cast<Mode>(mode);
    }
    return std::nullopt;
}

Result<Decision> decide(const Generation& generation, const wire::RequestView& view,
                        std::optional<Mode> requested_mode) {
    const Mode default_mode = requested_mode.value_or(generation.routing.default_mode);
    if (const auto mode = auto_mode(view.model, default_mode)) return decide_automatically(generation, view, *mode);
    return decide_named(generation, view, default_mode);
}

Task<> Routing::handle(Exchange& exchange, Next next) {
    auto decided = decide(*exchange.generation, exchange.view, native_mode(exchange));
    if (!decided) co_return std::unexpected(in_terms_of(exchange, std::move(decided).error()));
    exchange.decision = *decided;
    co_return co_await next(exchange);
}

}  // namespace greeninfer::pipeline
