// The part of a cascade's run that judges a held answer: what it shows by itself, then what the next model says.
#include "pipeline/cascade_run.hpp"
#include "wire/check_request.hpp"

namespace greeninfer::pipeline {

namespace {

bool is_text(const HeldAnswer& held) {
    return held.view.tool_calls == 0;
}

}  // namespace

Task<Ground> CascadeRun::judge(const HeldAnswer& held, const RungPlan& plan, bool& keep) {
    keep = true;
    Ground ground = Ground::none;
    const auto question = wire::read_check_question(exchange_.view, exchange_.body).question;
    AnswerDemands demands = demands_of(exchange_.view);
    demands.question = question;
    if (const auto fault = fault_of(held.view, demands, held.usage)) {
        keep = false;
        ground = ground_of(*fault);
        report().reason = "the smaller model's answer shows that it failed";
    } else if (plan.plan == CascadePlan::trust || !is_text(held)) {
        const std::string_view reason = is_text(held) ? plan.reason : "calls of tools are not checked";
        if (report().reason.empty()) report().reason = reason;
    } else {
        RungPlan weighed = plan;
        weighed.evidence.set_answer(held.view.text, hedges(held.view.text));
        if (held.view.log_probabilities) weighed.evidence.set_own(*held.view.log_probabilities);
        if (plan.plan == CascadePlan::check) {
            if (auto checked = co_await gather_check(held, weighed); !checked)
                co_return std::unexpected(checked.error());
        }
        const CascadeVerdict verdict = pipeline::judge(*plan.pair, weighed.evidence, settings().quality_target);
        keep = !verdict.escalate;
        if (verdict.signal) ground = ground_of(*verdict.signal);
        report().p_right = verdict.p_right;
        report().p_right_next = verdict.p_right_next;
        report().reason = keep ? "nothing speaks for a larger model" : "a larger model is expected to do better";
    }
    report().signal = ground == Ground::none ? std::string_view() : kGroundNames[static_cast<std::size_t>(ground)];
    worker_.cascade.record_judgement(ground, keep);
    co_return ground;
}

// Asks the next model and adds what it says to the evidence. Its silence is no evidence, and no error.
Task<> CascadeRun::gather_check(const HeldAnswer& held, RungPlan& plan) {
    const models::Model& checker = *ladder_[rung_ + 1];
    CO_TRY(const CheckEvidence evidence, co_await check(held, plan.checker_gives_log_probabilities));
    worker_.cascade.record_check(exchange_.generation->labels.models[checker.id], evidence.result);
    const bool answered = evidence.result != CheckResult::failed && evidence.result != CheckResult::timed_out;
    if (!answered) co_return Result<void>();
    report().checked_by = &checker;
    if (plan.checker_gives_log_probabilities && !evidence.reply.has_log_probabilities) {
        worker_.without_log_probabilities.note(checker.id, worker_.now());
        worker_.cascade.record_missing_log_probabilities(exchange_.generation->labels.models[checker.id]);
    }
    if (evidence.reply.p_yes) plan.evidence.set_check_probability(*evidence.reply.p_yes);
    if (evidence.reply.said_yes) plan.evidence.set_check_word(*evidence.reply.said_yes);
    co_return Result<void>();
}

Task<CheckEvidence> CascadeRun::check(const HeldAnswer& held, bool with_log_probabilities) {
    const models::Model& checker = *ladder_[rung_ + 1];
    auto asked = co_await CascadeCheck(worker_, exchange_, next_, checker).ask(held.view.text, with_log_probabilities);
    if (asked || asked.error().fault == Fault::client_gone) co_return asked;
    if (!with_log_probabilities) co_return CheckEvidence{};
    // Some servers refuse the request for log-probabilities where others ignore it.
    worker_.without_log_probabilities.note(checker.id, worker_.now());
    asked = co_await CascadeCheck(worker_, exchange_, next_, checker).ask(held.view.text, false);
    if (asked || asked.error().fault == Fault::client_gone) co_return asked;
    co_return CheckEvidence{};
}

}  // namespace greeninfer::pipeline
