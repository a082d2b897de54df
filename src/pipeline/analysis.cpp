#include "pipeline/analysis.hpp"

#include <cmath>

#include "pipeline/capability.hpp"
#include "pipeline/cascade_plan.hpp"
#include "pipeline/charge.hpp"
#include "pipeline/decision_json.hpp"
#include "pipeline/preview_wish.hpp"
#include "pipeline/routing.hpp"
#include "pipeline/shortening_json.hpp"
#include "wire/json_text.hpp"

namespace greeninfer::pipeline {

namespace {

void write_score(const scorer::Assessment& assessment, wire::JsonWriter& writer) {
    writer.measured("complexity_score", assessment.score / 100);
    writer.member("complexity_score_100", std::lround(assessment.score));
    writer.member("complexity_label", name_of(assessment.label));
    writer.member("accuracy_req", accuracy_required(assessment.label));
    writer.key("features").begin_object();
    assessment.features.each([&writer](std::string_view name, double number) { writer.key(name).measure(number); });
    writer.end_object();
}

// The prompt as it would be sent.
void write_prompt(const Exchange& exchange, const PromptTokens& tokens, wire::JsonWriter& writer) {
    if (exchange.native) {
        writer.member("original_prompt", exchange.native->prompt);
        writer.member("optimized_prompt", std::string_view(prompt_as_sent(exchange)));
    }
    writer.member("estimated_prompt_tokens", estimated_prompt_tokens(exchange.view));
    writer.member("original_tokens", tokens.original).member("optimized_tokens", tokens.sent);
    writer.member("tokens_saved", tokens.saved()).member("reduction_pct", tokens.reduction_pct());
    writer.member("tokens_method", method_of(tokens)).member("optimizer_used", exchange.shortening.changed());
    if (const auto shortening = shortening_json(exchange, std::nullopt)) writer.key("shortening").raw(*shortening);
}

std::string texts_as_sent(const wire::RequestView& view, std::string_view body) {
    std::string all;
    for (const wire::Span& text : view.texts) {
        if (!all.empty()) all += '\n';
        wire::append_unescaped(text.of(body), all);
    }
    return all;
}

std::string texts_as_written(const wire::NativeRequest& request) {
    std::string all;
    for (const wire::Turn& turn : request.context) all.append(turn.content) += '\n';
    return all.append(request.prompt);
}

// By the local engine's tokenizer where that model would start, else by the rule of thumb.
Task<PromptTokens> tokens_of(const Exchange& exchange, Worker& worker) {
    const bool changed = exchange.shortening.changed() && exchange.native;
    const std::string sent = texts_as_sent(exchange.view, exchange.body);
    const std::string original = changed ? texts_as_written(*exchange.native) : sent;
    PromptTokens tokens{.original = original.size() / kBytesPerToken, .sent = sent.size() / kBytesPerToken};
    const auto endpoint = tokenizer_of(*exchange.generation);
    const auto& able = exchange.generation->fleet->endpoints_of(*exchange.decision.model);
    const bool is_asked = endpoint && std::ranges::find(able, endpoint) != able.end();
    if (!is_asked || original.size() > kCountedBytes) co_return tokens;
    const auto counted = co_await count_tokens(worker, *endpoint, sent);
    const auto before = changed && counted ? co_await count_tokens(worker, *endpoint, original) : counted;
    if (counted && before) tokens = {.original = *before, .sent = *counted, .counted = true};
    co_return tokens;
}

// Where a run would start, and what would become of its first answer.
const models::Model& write_cascade_plan(const Exchange& exchange, const Worker& worker, wire::JsonWriter& writer) {
    if (!takes_part(exchange)) return *exchange.decision.model;
    const StartPlan start = plan_start(exchange, worker.without_log_probabilities, worker.now());
    writer.key("cascade").begin_object().member("plan", kCascadePlanNames[static_cast<std::size_t>(start.plan.plan)]);
    const bool passes_over = !start.passed_over_because.empty();
    writer.member("reason", passes_over ? start.passed_over_because : start.plan.reason).end_object();
    return *exchange.decision.ladder[start.rung];
}

void write_start(const Exchange& exchange, const Worker& worker, wire::JsonWriter& writer) {
    const Decision& decision = exchange.decision;
    const models::Model& first = write_cascade_plan(exchange, worker, writer);
    writer.member("recommended_tier", to_string(first.settings.tier));
    writer.member("recommended_model", first.settings.name);
    writer.member("mode_used", kModeNames[static_cast<std::size_t>(decision.mode)]);
    if (!decision.mode_moved_by.empty()) writer.member("mode_moved_by", decision.mode_moved_by);
    writer.member("decision", decision.reason).key("ladder").begin_array();
    for (const models::Model* model : decision.ladder) writer.value(model->settings.name);
    writer.end_array();
}

// A request that says nothing of previews asks whether it is worth one.
void write_preview(const Exchange& exchange, wire::JsonWriter& writer) {
    if (!exchange.native) return;
    const auto asked = exchange.native->preview.value_or(wire::PreviewChoice::automatic);
    const PreviewWish wish = preview_wish(exchange, asked);
    writer.key("preview").begin_object().member("would_be_made", wish.made);
    writer.member("reason", std::string_view(wish.reason)).end_object();
}

}  // namespace

std::string_view accuracy_required(scorer::Label label) {
    constexpr std::array<std::string_view, 4> kWords = {"Low", "Moderate", "High", "Critical"};
    return kWords[static_cast<std::size_t>(label)];
}

std::string analysis_json(const Exchange& exchange, const Worker& worker, const PromptTokens& tokens) {
    const Decision& decision = exchange.decision;
    std::string json;
    wire::JsonWriter writer(json);
    writer.begin_object();
    write_prompt(exchange, tokens, writer);
    if (decision.assessment) write_score(*decision.assessment, writer);
    write_complexity(decision, writer);
    write_chances(decision, writer);
    write_start(exchange, worker, writer);
    write_preview(exchange, writer);
    write_candidates(decision, writer);
    writer.member("scorer", exchange.generation->scorer->version()).end_object();
    return json;
}

Task<> Analysis::handle(Exchange& exchange, Next) {
    CO_TRY(exchange.decision, decide(exchange, worker_));
    CO_TRY(const PromptTokens tokens, co_await tokens_of(exchange, worker_));
    exchange.outcome.text = analysis_json(exchange, worker_, tokens);
    co_return Result<void>();
}

}  // namespace greeninfer::pipeline
