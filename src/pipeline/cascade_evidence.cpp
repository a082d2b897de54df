#include "pipeline/cascade_evidence.hpp"

#include <algorithm>
#include <cmath>

namespace greeninfer::pipeline {

namespace {

double logit(double probability) {
    constexpr double kLeast = 1e-6;
    const double clipped = std::clamp(probability, kLeast, 1 - kLeast);
    return std::log(clipped / (1 - clipped));
}

bool begins_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

}  // namespace

void CascadeEvidence::set_check_probability(double p_yes) {
    set(CascadeFeature::check_logit, logit(p_yes));
}

void CascadeEvidence::set_check_word(bool said_yes) {
    set(CascadeFeature::check_said_yes, said_yes ? 1 : 0);
}

void CascadeEvidence::set_own(const wire::LogProbabilitySummary& own) {
    set(CascadeFeature::own_mean_log_probability, own.mean);
    set(CascadeFeature::own_min_log_probability, own.least);
}

void CascadeEvidence::set_answer(std::string_view text, bool hedges) {
    const auto characters = std::ranges::count_if(text, begins_character);
    set(CascadeFeature::answer_log_chars, std::log1p(static_cast<double>(characters)));
    set(CascadeFeature::hedges, hedges ? 1 : 0);
}

void CascadeEvidence::set_prompt(double p_right_now, double p_right_next, double score_0_to_1) {
    set(CascadeFeature::prompt_small_logit, logit(p_right_now));
    set(CascadeFeature::prompt_next_logit, logit(p_right_next));
    set(CascadeFeature::score, score_0_to_1);
}

}  // namespace greeninfer::pipeline
