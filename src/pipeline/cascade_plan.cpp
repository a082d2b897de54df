#include "pipeline/cascade_plan.hpp"

#include <algorithm>

#include "pipeline/expected_carbon.hpp"
#include "pipeline/lettered_options.hpp"
#include "wire/check_request.hpp"

namespace greeninfer::pipeline {

namespace {

bool gives_log_probabilities(const models::Model& model, const LackingModels& without_log_probabilities, Moment now) {
    return model.can(models::Capability::logprobs) && !without_log_probabilities.contains(model.id, now);
}

bool uses_own(const Logistic& curve) {
    return std::ranges::any_of(curve.weights, [](const auto& weight) {
        return weight.first == CascadeFeature::own_mean_log_probability ||
               weight.first == CascadeFeature::own_min_log_probability;
    });
}

bool uses_own_log_probabilities(const PairCalibration& pair) {
    return std::ranges::any_of(pair.rules, [](const SignalRule& rule) {
        return rule.signal == CascadeSignal::own_probability || uses_own(rule.rule.right_now) ||
               uses_own(rule.rule.right_next);
    });
}

// A checker reads text: it would judge an image that it does not see.
std::optional<CascadeSignal> check_signal(const Exchange& exchange, bool gives_log_probabilities) {
    if (exchange.view.has_images) return std::nullopt;
    return gives_log_probabilities ? CascadeSignal::check_probability : CascadeSignal::check_word;
}

}  // namespace

bool takes_part(const Exchange& exchange) {
    const bool is_open = !exchange.decision.chosen_by_client && exchange.kind != wire::RequestKind::embedding;
    return is_open && exchange.generation->cascade.enabled && !exchange.decision.ladder.empty();
}

bool can_be_judged(const Exchange& exchange) {
    return exchange.kind == wire::RequestKind::chat && exchange.view.n == 1;
}

CascadeCost expected_cascade_cost(const Exchange& exchange, const models::Model& model, const models::Model& above) {
    constexpr std::uint64_t kInstructionTokens = 80;
    const wire::CheckLimits limits;
    const std::uint64_t prompt = exchange.body.size() / kBytesPerToken;
    const std::uint64_t answer =
        std::min<std::uint64_t>(exchange.view.max_tokens.value_or(kExpectedAnswerTokens), kExpectedAnswerTokens);
    const bool chooses = lists_options(wire::read_check_question(exchange.view, exchange.body).question);
    const std::uint64_t quoted_bytes = chooses ? kConclusionBytes : limits.answer_bytes;
    const std::uint64_t read =
        std::min<std::uint64_t>(prompt, (limits.question_bytes + limits.context_bytes) / kBytesPerToken) +
        std::min<std::uint64_t>(answer, quoted_bytes / kBytesPerToken) + kInstructionTokens;
    const ExpectedCarbon expected(*exchange.generation, *exchange.grid);
    const energy::TokenWork work{.prompt_tokens = prompt, .output_tokens = answer};
    return {.small = expected.of(model, work),
            .check = expected.of(above, {.prompt_tokens = read, .output_tokens = 1}),
            .large = expected.of(above, work)};
}

RungPlan plan_rung(const Exchange& exchange, const models::Model& model, const models::Model& above,
                   const LackingModels& without_log_probabilities, Moment now) {
    RungPlan plan;
    const auto& assessment = exchange.decision.assessment;
    if (assessment) {
        plan.evidence.set_prompt(p_right_of(*assessment, model.settings.tier),
                                 p_right_of(*assessment, above.settings.tier), assessment->score / 100);
    }
    const auto& calibration = exchange.generation->cascade_calibration;
    if (calibration) plan.pair = calibration->find(model.settings.name, above.settings.name);
    plan.reason = "nothing is calibrated for these models";
    if (!plan.pair) return plan;
    if (assessment && assessment->label == scorer::Label::trivial) {
        plan.reason = "trivial prompts are not checked";
        return plan;
    }
    plan.checker_gives_log_probabilities = gives_log_probabilities(above, without_log_probabilities, now);
    const CascadeChoice choice = choose_plan(*plan.pair, plan.evidence, expected_cascade_cost(exchange, model, above),
                                             check_signal(exchange, plan.checker_gives_log_probabilities),
                                             exchange.generation->cascade.quality_target);
    plan.plan = choice.plan;
    plan.reason = choice.reason;
    const bool judges = plan.plan == CascadePlan::check || plan.plan == CascadePlan::no_check;
    plan.wants_own_log_probabilities = judges && !exchange.view.has_logprobs &&
                                       uses_own_log_probabilities(*plan.pair) &&
                                       gives_log_probabilities(model, without_log_probabilities, now);
    return plan;
}

StartPlan plan_start(const Exchange& exchange, const LackingModels& without_log_probabilities, Moment now) {
    const auto& ladder = exchange.decision.ladder;
    StartPlan start;
    const bool judges = can_be_judged(exchange) && exchange.generation->cascade.max_escalations > 0;
    for (; judges && start.rung + 1 < ladder.size(); ++start.rung) {
        start.plan = plan_rung(exchange, *ladder[start.rung], *ladder[start.rung + 1], without_log_probabilities, now);
        if (start.plan.plan != CascadePlan::start_larger) return start;
        start.passed_over_because = start.plan.reason;
    }
    start.plan = {};
    start.plan.reason = judges ? "no larger model may answer" : "not to be judged";
    return start;
}

}  // namespace greeninfer::pipeline
