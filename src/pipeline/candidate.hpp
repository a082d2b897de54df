#pragma once
// The models that may answer one request, one per tier, with what speaks for and against each.
//
// Cost is relative to the dearest candidate, so that one weight means the same with any catalogue. Plain values.
#include <optional>
#include <vector>

#include "models/catalogue.hpp"
#include "pipeline/generation.hpp"
#include "scorer/assessment.hpp"
#include "wire/request_view.hpp"

namespace greeninfer::pipeline {

struct Candidate {
    const models::Model* model = nullptr;
    std::optional<double> p_right;        // chance that it answers well; unknown when the prompt was not scored
    Carbon carbon;                        // expected of this request, where it is least
    double relative_carbon = 1;           // of this request, over that of the dearest candidate: 0 to 1
    std::optional<double> relative_cost;  // the same in money; known when every candidate has a price
    double value = 0;                     // p_right less what the mode takes off for carbon and cost
};

// Tokens of an answer, where the request sets no limit: about what chat answers of the public sets have (a median of
// 500 to 900 characters).
inline constexpr std::uint32_t kExpectedAnswerTokens = 256;

// Ascending by tier. Models without a healthy endpoint are left out, unless all are. Empty when no model is able.
std::vector<Candidate> candidates_for(const Generation& generation, const grid::Snapshot& snapshot,
                                      const wire::RequestView& view, const scorer::Assessment* assessment);

// The chance that a model of the tier answers well. The trained heads end at large; xlarge stands half a step (in
// log-odds) above large, by the distance of large from medium: an assumption, not a measurement.
double p_right_of(const scorer::Assessment& assessment, models::Tier tier);

}  // namespace greeninfer::pipeline
