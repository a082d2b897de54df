#pragma once
// What is known about a held answer when the cascade decides whether it may leave, as named numbers.
//
// The names are those of the calibration file, so that what was fitted on recorded answers is what is applied to live
// ones. A number that is not known is absent, never 0: a rule that needs it does not apply, and the next one does.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "wire/log_probabilities.hpp"

namespace greeninfer::pipeline {

enum class CascadeFeature : std::uint8_t {
    check_logit,               // ln(p / (1 - p)) of the checker's P(YES), p clipped to [1e-6, 1 - 1e-6]
    check_said_yes,            // 0 or 1
    own_mean_log_probability,  // of the answer's own tokens
    own_min_log_probability,
    answer_log_chars,    // ln(1 + characters of the answer)
    prompt_small_logit,  // of the scorer's chance that this tier answers well
    prompt_next_logit,   // the same for the next tier
    score,               // difficulty, 0 to 1
    hedges,              // 0 or 1
};
inline constexpr std::array<std::string_view, 9> kCascadeFeatureNames = {"check_logit",
                                                                         "check_said_yes",
                                                                         "own_mean_log_probability",
                                                                         "own_min_log_probability",
                                                                         "answer_log_chars",
                                                                         "prompt_small_logit",
                                                                         "prompt_next_logit",
                                                                         "score",
                                                                         "hedges"};

class CascadeEvidence {
public:
    void set(CascadeFeature feature, double value) { values_[static_cast<std::size_t>(feature)] = value; }
    std::optional<double> at(CascadeFeature feature) const { return values_[static_cast<std::size_t>(feature)]; }

    void set_check_probability(double p_yes);
    void set_check_word(bool said_yes);
    void set_own(const wire::LogProbabilitySummary& own);
    // `text` is UTF-8.
    void set_answer(std::string_view text, bool hedges);
    void set_prompt(double p_right_now, double p_right_next, double score_0_to_1);

private:
    std::array<std::optional<double>, kCascadeFeatureNames.size()> values_;
};

}  // namespace greeninfer::pipeline
