#include "pipeline/routing.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/affordable.hpp"
#include "pipeline/capability.hpp"
#include "pipeline/grid_level.hpp"
#include "pipeline/start_choice.hpp"

namespace greeninfer::pipeline {

namespace {

using models::Model;

constexpr std::string_view kAskedFor = "the model the request names";

Mode asked_mode(const Situation& situation) {
    const Mode default_mode = situation.requested_mode.value_or(situation.generation.routing.default_mode);
    return auto_mode(situation.view.model, default_mode).value_or(default_mode);
}

ModeChoice mode_of(const Situation& situation) {
    return choose_mode({asked_mode(situation), situation.grid, situation.budget_forces_eco});
}

void set_ladder(Decision& decision, std::size_t start, bool smallest_only) {
    decision.model = decision.candidates[start].model;
    const std::size_t end = smallest_only ? start + 1 : decision.candidates.size();
    for (std::size_t i = start; i < end; ++i) decision.ladder.push_back(decision.candidates[i].model);
}

Result<Decision> decide_automatically(const Situation& situation) {
    const ModeChoice mode = mode_of(situation);
    Decision decision{.mode = mode.mode, .mode_moved_by = mode.moved_by, .chosen_by_client = false};
    decision.candidates =
        candidates_for(situation.generation, situation.snapshot, situation.view, situation.assessment);
    if (decision.candidates.empty()) {
        return fail(Fault::invalid_request,
                    fmt::format("no configured model can do this: {}", needs_of(situation.view)), "model");
    }
    if (situation.assessment) decision.assessment = *situation.assessment;
    StartChoice start =
        choose_start(decision.candidates, situation.assessment, situation.generation.routing, decision.mode);
    if (situation.smallest_only) {
        start = {0, fmt::format("{}: the smallest, because a budget is used up",
                                to_string(decision.candidates[0].model->settings.tier))};
    }
    decision.reason = std::move(start.reason);
    set_ladder(decision, start.index, situation.smallest_only);
    return decision;
}

Result<Decision> decide_named(const Situation& situation) {
    const wire::RequestView& view = situation.view;
    const Model* const model = situation.generation.catalogue.find(view.model);
    if (!model) {
        return fail(
            Fault::unknown_model,
            fmt::format("the model '{}' does not exist; GET /v1/models lists those that do", view.model.substr(0, 200)),
            "model");
    }
    const auto& endpoints = situation.generation.fleet->endpoints_of(*model);
    const bool local = std::ranges::any_of(endpoints, [](const auto& endpoint) { return endpoint->always_stream; });
    if (local && view.kind == wire::RequestKind::embedding) {
        return fail(Fault::invalid_request, fmt::format("the model '{}' makes no embeddings", view.model), "model");
    }
    const ModeChoice mode = mode_of(situation);
    Decision decision{.model = model, .mode = mode.mode, .mode_moved_by = mode.moved_by, .chosen_by_client = true};
    decision.reason = kAskedFor;
    decision.ladder = {model};
    return decision;
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

Situation situation_of(const Exchange& exchange) {
    const Generation& generation = *exchange.generation;
    return {.generation = generation,
            .snapshot = *exchange.grid,
            .view = exchange.view,
            .requested_mode = native_mode(exchange),
            .grid = grid_level(generation, *exchange.grid),
            .budget_forces_eco = exchange.budget.forces_eco(),
            .smallest_only = exchange.budget.smallest_only()};
}

// Token numbers say nothing without the vocabulary they were made with.
bool is_scored(const Exchange& exchange) {
    const bool open = auto_mode(exchange.view.model, Mode::balanced).has_value();
    return open && exchange.kind != wire::RequestKind::embedding && !exchange.view.texts.empty();
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

ModeChoice mode_of(const Exchange& exchange) {
    return mode_of(situation_of(exchange));
}

Result<Decision> decide(const Situation& situation) {
    const bool open = auto_mode(situation.view.model, Mode::balanced).has_value();
    return open ? decide_automatically(situation) : decide_named(situation);
}

Result<Decision> decide(const Exchange& exchange, Worker& worker) {
    Situation situation = situation_of(exchange);
    std::optional<scorer::Assessment> assessment;
    if (is_scored(exchange)) {
        assessment = exchange.generation->scorer->assess(worker.scored_prompt.read(exchange.view, exchange.body),
                                                         worker.scratch);
        situation.assessment = &*assessment;
    }
    auto decided = decide(situation);
    if (!decided) return std::unexpected(in_terms_of(exchange, std::move(decided).error()));
    keep_affordable(exchange, *decided);
    return decided;
}

Task<> Routing::handle(Exchange& exchange, Next next) {
    CO_TRY(exchange.decision, decide(exchange, worker_));
    co_return co_await next(exchange);
}

}  // namespace greeninfer::pipeline
