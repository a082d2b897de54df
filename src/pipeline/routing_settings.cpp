#include "pipeline/routing_settings.hpp"

#include "config/fields.hpp"

namespace greeninfer::pipeline {

using config::File, config::Number, config::OneOf;

void describe(config::Fields& fields, ModeSettings& settings) {
    fields.value("carbon_weight", settings.carbon_weight, Number{0, 10},
                 "Chance of a good answer that is given up to save the carbon of the largest model.");
    fields.value("cost_weight", settings.cost_weight, Number{0, 10},
                 "The same for money, where all models have prices.");
    fields.value("small_below", settings.small_below, Number{0, 101},
                 "Scores that start on a small model, with `policy: bands`.");
    fields.value("medium_below", settings.medium_below, Number{0, 101},
                 "Scores that start on a medium model, with `policy: bands`; higher ones start large.");

    fields.require(settings.small_below <= settings.medium_below, "small_below", "must not be above medium_below");
}

void describe(config::Fields& fields, RoutingSettings& settings) {
    fields.value("default_mode", settings.default_mode, OneOf<Mode>{kModeNames}, "Mode of requests that name none.");
    fields.value("policy", settings.policy, OneOf<Policy>{kPolicyNames},
                 "What picks the model that answers first: the chance of a good answer less carbon and cost, or bands "
                 "of the score.");
    fields.group("eco", settings.eco, "Carbon first.");
    fields.group("balanced", settings.balanced, "Carbon and good answers weighed.");
    fields.group("performance", settings.performance, "Good answers first.");
    fields.value(
        "min_quality", settings.min_quality, Number{0, 1},
        "Start on the cheapest model with this quality (`models.quality`, or its chance to answer well); 0 asks "
        "for none.");
    fields.value("scorer_weights", settings.scorer_weights, File{}, "Weights of the scorer; empty are those built in.");
}

}  // namespace greeninfer::pipeline
