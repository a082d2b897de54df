#include "pipeline/cascade_run.hpp"

#include "pipeline/relay.hpp"
#include "pipeline/reply_sink.hpp"

namespace greeninfer::pipeline {

namespace {

// What says something about the model's servers and not about the request, so that a larger model may do better.
bool may_climb_after(Fault fault) {
    switch (fault) {
        case Fault::upstream_unreachable:
        case Fault::upstream_failed:
        case Fault::upstream_timeout:
        case Fault::upstream_rate_limit:
        case Fault::upstream_denied:
        case Fault::context_too_long:
        case Fault::too_many_requests:
        case Fault::not_ready:
            return true;
        default:
            return false;
    }
}

// Nothing is waited for, so the words may leave as they are made.
bool is_trusted_stream(const Exchange& exchange, const RungPlan& plan) {
    return plan.plan == CascadePlan::trust && exchange.answers_stream();
}

}  // namespace

CascadeRun::CascadeRun(Worker& worker, Exchange& exchange, Next next)
    : worker_(worker), exchange_(exchange), next_(next), ladder_(exchange.decision.ladder) {}

Task<> CascadeRun::run() {
    for (;;) {
        const RungPlan plan = plan_this_rung();
        report().path.push_back(&model());
        if (!holds(plan)) {
            if (report().reason.empty()) report().reason = plan.reason;
            auto sent = co_await attempt(nullptr);
            if (sent) co_return sent;
            CO_TRY(const bool climbed, co_await climb_after(sent.error()));
            if (!climbed) co_return co_await end_with(sent.error());
            continue;
        }
        auto held = std::make_unique<HeldAnswer>();
        const auto made = co_await attempt_held(*held, plan);
        if (!made) {
            CO_TRY(const bool climbed, co_await climb_after(made.error()));
            if (!climbed) co_return co_await end_with(made.error());
            continue;
        }
        bool keep = true;
        CO_TRY(const Ground ground, co_await judge(*held, plan, keep));
        if (keep) co_return co_await release(*held);
        if (auto told = co_await escalate(std::move(held), ground); !told) co_return told;
    }
}

RungPlan CascadeRun::plan_this_rung() {
    const LackingModels& without_log_probabilities = worker_.without_log_probabilities;
    if (report().path.empty()) {
        const StartPlan start = plan_start(exchange_, without_log_probabilities, worker_.now());
        rung_ = start.rung;
        report().reason = start.passed_over_because;
        report().plan = kCascadePlanNames[static_cast<std::size_t>(start.plan.plan)];
        return start.plan;
    }
    RungPlan plan;
    plan.reason = is_last() ? "no larger model may answer" : "not to be judged";
    const bool judges = can_be_judged(exchange_) && report().escalations < settings().max_escalations;
    if (is_last() || !judges) return plan;
    plan = plan_rung(exchange_, model(), *ladder_[rung_ + 1], without_log_probabilities, worker_.now());
    // It has been climbed to, so it is asked.
    if (plan.plan == CascadePlan::start_larger) plan.plan = CascadePlan::trust;
    return plan;
}

bool CascadeRun::holds(const RungPlan& plan) const {
    if (is_last() || !can_be_judged(exchange_)) return false;
    if (exchange_.outcome.cascade.escalations >= settings().max_escalations) return false;
    const bool at_once = settings().streaming == CascadeStreaming::commit_immediately && exchange_.answers_stream();
    return !at_once && !is_trusted_stream(exchange_, plan);
}

Task<> CascadeRun::attempt(HeldAnswer* hold) {
    exchange_.decision.model = &model();
    exchange_.hold = hold;
    auto result = co_await next_(exchange_);
    exchange_.hold = nullptr;
    co_return result;
}

Task<> CascadeRun::attempt_held(HeldAnswer& held, const RungPlan& plan) {
    held.wants_log_probabilities = plan.wants_own_log_probabilities;
    held.shows_drafts = settings().streaming == CascadeStreaming::draft_events && exchange_.native.has_value() &&
                        exchange_.native->stream;
    auto made = co_await attempt(&held);
    const bool refused = !made && made.error().fault == Fault::upstream_rejected;
    if (refused && held.wants_log_probabilities && !held.draft_shown) {
        // Some servers refuse the field that the client did not send.
        held.wants_log_probabilities = false;
        made = co_await attempt(&held);
        if (made) worker_.without_log_probabilities.note(model().id, worker_.now());
    }
    draft_is_shown_ = draft_is_shown_ || held.draft_shown;
    if (!made) co_return made;
    held.model = &model();
    held.endpoint = exchange_.outcome.endpoint;
    held.usage = exchange_.outcome.usage;
    if (held.wants_log_probabilities && !held.view.has_log_probabilities_member) {
        worker_.without_log_probabilities.note(model().id, worker_.now());
        worker_.cascade.record_missing_log_probabilities(exchange_.generation->labels.models[model().id]);
    }
    co_return made;
}

// Sends what was held, as the relay would have sent it at once.
Task<> CascadeRun::release(HeldAnswer& held) {
    Outcome& outcome = exchange_.outcome;
    exchange_.decision.model = held.model;
    outcome.endpoint = held.endpoint;
    outcome.usage = held.usage;
    if (draft_is_shown_ && held.draft_shown) {
        outcome.text = held.view.text;
        co_return co_await exchange_.sink.done(exchange_);
    }
    if (held.wants_log_probabilities) {
        if (auto stripped = held.strip_log_probabilities(); !stripped) co_return stripped;
        held.head.content_length.reset();
    }
    // For the client it begins now.
    if (held.is_stream) outcome.first_token_at = worker_.now();
    HeldCall call(held);
    Relay relay(worker_, exchange_, call);
    co_return co_await relay.deliver(exchange_.delivery(*held.endpoint));
}

Task<> CascadeRun::escalate(Held held, Ground ground) {
    const models::Model& above = *ladder_[rung_ + 1];
    worker_.cascade.record_escalation(tier_label(model()), tier_label(above), ground);
    ++report().escalations;
    auto told = co_await take_back_draft(kGroundNames[static_cast<std::size_t>(ground)]);
    replaced_ = std::move(held);
    ++rung_;
    co_return told;
}

// To the next model after this one failed, if there is one that may do better; that is no escalation.
Task<bool> CascadeRun::climb_after(const Error& error) {
    const bool may = !is_last() && may_climb_after(error.fault) && !exchange_.sink.committed();
    if (!may) co_return false;
    worker_.cascade.record_failover(tier_label(model()), tier_label(*ladder_[rung_ + 1]));
    report().reason = "the smaller model failed to answer";
    if (auto told = co_await take_back_draft("failed"); !told) co_return std::unexpected(told.error());
    exchange_.outcome.passed_fields.clear();
    ++rung_;
    co_return true;
}

Task<> CascadeRun::take_back_draft(std::string_view reason) {
    if (!std::exchange(draft_is_shown_, false)) co_return Result<void>();
    co_return co_await exchange_.sink.escalation(exchange_, to_string(model().settings.tier),
                                                 to_string(ladder_[rung_ + 1]->settings.tier), reason);
}

// No model is left to ask. An answer that was to be replaced is better than none, unless another one has begun.
Task<> CascadeRun::end_with(const Error& error) {
    const bool gone = error.fault == Fault::client_gone;
    if (gone || !replaced_ || exchange_.sink.committed()) co_return std::unexpected(error);
    report().reason = "the larger model failed, so the earlier answer stands";
    report().path.push_back(replaced_->model);
    exchange_.outcome.passed_fields.clear();
    co_return co_await release(*replaced_);
}

telemetry::LabelId CascadeRun::tier_label(const models::Model& of) const {
    return exchange_.generation->labels.tiers[static_cast<std::size_t>(of.settings.tier)];
}

}  // namespace greeninfer::pipeline
