#include "pipeline/generation.hpp"

namespace greeninfer::pipeline {

fleet::Strategy strategy_of(const Generation& generation, const models::Model& model) {
    const bool has_own = model.id < generation.strategies.size();
    return has_own ? generation.strategies[model.id] : generation.endpoint_strategy.strategy;
}

Labels make_labels(const models::Catalogue& catalogue, telemetry::LabelNames& names) {
    Labels labels;
    for (const models::Model& model : catalogue.models()) {
        if (labels.models.size() <= model.id) labels.models.resize(model.id + 1, telemetry::kOther);
        labels.models[model.id] = names.intern(model.settings.name);
    }
    for (const std::string_view tier : models::kTierNames) labels.tiers.push_back(names.intern(tier));
    for (const std::string_view mode : kModeNames) labels.modes.push_back(names.intern(mode));
    return labels;
}

}  // namespace greeninfer::pipeline
