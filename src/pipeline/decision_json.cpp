#include "pipeline/decision_json.hpp"

namespace greeninfer::pipeline {

namespace {

void write_chances(const scorer::Assessment& assessment, wire::JsonWriter& writer) {
    writer.begin_object();
    for (std::size_t tier = 0; tier < assessment.p_right.size(); ++tier) {
        writer.key(models::kTierNames[tier]).measure(assessment.p_right[tier]);
    }
    writer.end_object();
}

}  // namespace

std::vector<std::string_view> complexity_reasons(const scorer::Assessment& assessment) {
    std::vector<std::string_view> reasons(assessment.reasons.begin(), assessment.reasons.end());
    std::erase(reasons, std::string_view());
    return reasons;
}

void write_complexity(const Decision& decision, wire::JsonWriter& writer) {
    if (!decision.assessment) return;
    const scorer::Assessment& assessment = *decision.assessment;
    writer.key("complexity").begin_object().key("score").measure(assessment.score);
    writer.member("label", name_of(assessment.label)).key("reasons").begin_array();
    for (const std::string_view reason : complexity_reasons(assessment)) writer.value(reason);
    writer.end_array().end_object();
}

void write_chances(const Decision& decision, wire::JsonWriter& writer) {
    if (!decision.assessment) return;
    write_chances(*decision.assessment, writer.key("p_right"));
}

std::optional<std::string> chances_json(const Decision& decision) {
    if (!decision.assessment) return std::nullopt;
    std::string json;
    wire::JsonWriter writer(json);
    write_chances(*decision.assessment, writer);
    return json;
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
