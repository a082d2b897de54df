#pragma once
// What to do at one rung of the ladder, decided before its model runs.
//
// Pure: request, models and calibration in, a plan out.
#include "pipeline/cascade_rule.hpp"
#include "pipeline/exchange.hpp"
#include "pipeline/lacking_models.hpp"

namespace greeninfer::pipeline {

struct RungPlan {
    CascadePlan plan = CascadePlan::trust;
    std::string_view reason;                // static, for the receipt
    const PairCalibration* pair = nullptr;  // null: nothing is calibrated for these models
    bool checker_gives_log_probabilities = false;
    bool wants_own_log_probabilities = false;  // some rule could use them and the model gives them
    CascadeEvidence evidence;                  // what the prompt says
};

RungPlan plan_rung(const Exchange& exchange, const models::Model& model, const models::Model& above,
                   const LackingModels& without_log_probabilities, Moment now);

// The rung of the ladder that is asked first: models whose answers would only be thrown away are passed over.
struct StartPlan {
    std::size_t rung = 0;
    std::string_view passed_over_because = {};  // static; empty: the ladder's first model is asked
    RungPlan plan;
};

// The same in a real run and in an analysis.
StartPlan plan_start(const Exchange& exchange, const LackingModels& without_log_probabilities, Moment now);

// Whether the cascade has a part in this request: one that leaves the choice of the model open.
bool takes_part(const Exchange& exchange);

// Whether answers to this request can be judged at all: one answer of a chat.
bool can_be_judged(const Exchange& exchange);

// What the small answer, its check and the large answer are expected to take.
CascadeCost expected_cascade_cost(const Exchange& exchange, const models::Model& model, const models::Model& above);

}  // namespace greeninfer::pipeline
