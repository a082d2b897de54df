#pragma once
// One request on its way up the ladder of models: ask, hold, judge, and either let the answer go or ask the next.
//
// At any moment at most one answer is held besides the one being made, and the client sees words of exactly one model.
// Lives for one request, on its core.
#include <memory>

#include "pipeline/cascade_check.hpp"
#include "pipeline/cascade_plan.hpp"

namespace greeninfer::pipeline {

class CascadeRun {
public:
    CascadeRun(Worker& worker, Exchange& exchange, Next next);

    Task<> run();

private:
    using Held = std::unique_ptr<HeldAnswer>;

    const models::Model& model() const { return *ladder_[rung_]; }
    bool is_last() const { return rung_ + 1 == ladder_.size(); }
    CascadeReport& report() { return exchange_.outcome.cascade; }
    const CascadeSettings& settings() const { return exchange_.generation->cascade; }

    RungPlan plan_this_rung();
    bool holds(const RungPlan& plan) const;
    Task<> attempt(HeldAnswer* hold);
    Task<> attempt_held(HeldAnswer& held, const RungPlan& plan);
    Task<Ground> judge(const HeldAnswer& held, const RungPlan& plan, bool& keep);
    Task<> gather_check(const HeldAnswer& held, RungPlan& plan);
    Task<CheckEvidence> check(const HeldAnswer& held, bool with_log_probabilities);
    Task<> release(HeldAnswer& held);
    Task<> escalate(Held held, Ground ground);
    Task<bool> climb_after(const Error& error);
    Task<> take_back_draft(std::string_view reason);
    Task<> end_with(const Error& error);
    telemetry::LabelId tier_label(const models::Model& of) const;

    Worker& worker_;
    Exchange& exchange_;
    Next next_;
    std::vector<const models::Model*> ladder_;
    std::size_t rung_ = 0;
    Held replaced_;                // an answer that was not good enough, in case nothing better comes
    bool draft_is_shown_ = false;  // and has not been taken back
};

}  // namespace greeninfer::pipeline
