#include "pipeline/decision_json.hpp"

namespace greeninfer::pipeline {

void write_complexity(const Decision& decision, wire::JsonWriter& writer) {
    if (!decision.assessment) return;
    const scorer::Assessment& assessment = *decision.assessment;
    writer.key("complexity").begin_object().key("score").measure(assessment.score);
    writer.member("label", name_of(assessment.label)).key("reasons").begin_array();
    for (const std::string_view reason : assessment.reasons) {
        if (!reason.empty()) writer.value(reason);
    }
    writer.end_array().end_object();
}

void write_chances(const Decision& decision, wire::JsonWriter& writer) {
    if (!decision.assessment) return;
    writer.key("p_right").begin_object();
    for (std::size_t tier = 0; tier < decision.assessment->p_right.size(); ++tier) {
        writer.key(models::kTierNames[tier]).measure(decision.assessment->p_right[tier]);
    }
    writer.end_object();
}

void write_candidates(const Decision& decision, wire::JsonWriter& writer) {
    writer.key("candidates").begin_array();
    for (const Candidate& candidate : decision.candidates) {
        writer.begin_object().member("model", candidate.model->settings.name);
        writer.member("tier", to_string(candidate.model->settings.tier)).measured("p_right", candidate.p_right);
        writer.measured("expected_co2_grams", candidate.carbon.as_grams());
        writer.measured("relative_carbon", candidate.relative_carbon);
        writer.measured("relative_cost", candidate.relative_cost);
        if (candidate.p_right) writer.measured("value", candidate.value);
        writer.end_object();
    }
    writer.end_array();
}

}  // namespace greeninfer::pipeline
