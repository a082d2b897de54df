#include "pipeline/analysis.hpp"

#include <cmath>

#include "pipeline/capability.hpp"
#include "pipeline/cascade_plan.hpp"
#include "pipeline/decision_json.hpp"
#include "pipeline/routing.hpp"

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

// The prompt as it would be sent. Nothing shortens it yet, so nothing is saved.
void write_prompt(const Exchange& exchange, wire::JsonWriter& writer) {
    if (exchange.native) {
        writer.member("original_prompt", exchange.native->prompt).member("optimized_prompt", exchange.native->prompt);
    }
    writer.member("estimated_prompt_tokens", estimated_prompt_tokens(exchange.view));
    writer.member("tokens_saved", 0).member("reduction_pct", 0).member("optimizer_used", false);
}

// Where a run would start, and what would become of its first answer.
const models::Model& write_cascade_plan(const Exchange& exchange, const Worker& worker, wire::JsonWriter& writer) {
    if (!takes_part(exchange)) return *exchange.decision.model;
    const StartPlan start = plan_start(exchange, worker.log_probability_memory, worker.now());
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

}  // namespace

std::string_view accuracy_required(scorer::Label label) {
    constexpr std::array<std::string_view, 4> kWords = {"Low", "Moderate", "High", "Critical"};
    return kWords[static_cast<std::size_t>(label)];
}

std::string analysis_json(const Exchange& exchange, const Worker& worker) {
    const Decision& decision = exchange.decision;
    std::string json;
    wire::JsonWriter writer(json);
    writer.begin_object();
    write_prompt(exchange, writer);
    if (decision.assessment) write_score(*decision.assessment, writer);
    write_complexity(decision, writer);
    write_chances(decision, writer);
    write_start(exchange, worker, writer);
    write_candidates(decision, writer);
    writer.member("scorer", exchange.generation->scorer->version()).end_object();
    return json;
}

Task<> Analysis::handle(Exchange& exchange, Next) {
    CO_TRY(exchange.decision, decide(exchange, worker_));
    exchange.outcome.text = analysis_json(exchange, worker_);
    co_return Result<void>();
}

}  // namespace greeninfer::pipeline
