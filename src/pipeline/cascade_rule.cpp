#include "pipeline/cascade_rule.hpp"

namespace greeninfer::pipeline {

namespace {

bool is_there(CascadeSignal signal, const CascadeEvidence& evidence) {
    switch (signal) {
        case CascadeSignal::check_probability:
            return evidence.at(CascadeFeature::check_logit).has_value();
        case CascadeSignal::check_word:
            return evidence.at(CascadeFeature::check_said_yes).has_value();
        case CascadeSignal::own_probability:
            return evidence.at(CascadeFeature::own_mean_log_probability).has_value();
        case CascadeSignal::cheap:
            break;
    }
    return true;
}

// Whether keeping the share that this rule keeps saves carbon against asking the large model at once.
bool pays(const SignalRule* rule, Carbon spent, Carbon large, double quality_target) {
    if (!rule || large <= Carbon()) return false;
    return at_target(rule->rule.points, quality_target).share > spent / large;
}

bool skips_start(const PairCalibration& pair, const CascadeEvidence& evidence, double quality_target) {
    if (!pair.start) return false;
    const auto gain = pair.start->gain(evidence);
    return gain && *gain > at_target(pair.start->points, quality_target).gain;
}

}  // namespace

CascadeChoice choose_plan(const PairCalibration& pair, const CascadeEvidence& evidence, const CascadeCost& cost,
                          std::optional<CascadeSignal> check_signal, double quality_target) {
    using enum CascadePlan;
    if (skips_start(pair, evidence, quality_target)) return {start_larger, "the prompt alone says that it would fail"};
    if (cost.small >= cost.large) return {start_larger, "the larger model costs no more"};
    const SignalRule* checked = check_signal ? pair.rule_for(*check_signal) : nullptr;
    if (pays(checked, cost.small + cost.check, cost.large, quality_target)) return {check, "a check pays"};
    for (const CascadeSignal signal : {CascadeSignal::own_probability, CascadeSignal::cheap}) {
        if (pays(pair.rule_for(signal), cost.small, cost.large, quality_target)) {
            return {no_check, "a check would cost more than it saves"};
        }
    }
    return {trust, "no check pays"};
}

CascadeVerdict judge(const PairCalibration& pair, const CascadeEvidence& evidence, double quality_target) {
    for (const SignalRule& candidate : pair.rules) {
        if (!is_there(candidate.signal, evidence)) continue;
        const auto gain = candidate.rule.gain(evidence);
        if (!gain) continue;
        return {.escalate = *gain > at_target(candidate.rule.points, quality_target).gain,
                .signal = candidate.signal,
                .p_right = candidate.rule.right_now.of(evidence),
                .p_right_next = candidate.rule.right_next.of(evidence)};
    }
    return {};
}

}  // namespace greeninfer::pipeline
