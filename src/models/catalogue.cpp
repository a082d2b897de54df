#include "models/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "models/tier_energy.hpp"

namespace greeninfer::models {

namespace {

void fill_in_names(ModelSettings& model) {
    if (model.display_name.empty()) model.display_name = model.name;
    for (EndpointSettings& endpoint : model.endpoints) {
        if (endpoint.model.empty()) endpoint.model = model.name;
    }
}

}  // namespace

bool Model::can(Capability capability) const {
    return std::ranges::find(settings.capabilities, capability) != settings.capabilities.end();
}

Result<Catalogue> Catalogue::build(std::vector<ModelSettings> models, ModelIds& ids) {
    Catalogue catalogue;
    catalogue.models_.reserve(models.size());
    for (std::size_t i = 0; i < models.size(); ++i) {
        const auto field = [i](std::string_view name) { return fmt::format("models[{}].{}", i, name); };
        ModelSettings& settings = models[i];
        if (settings.name.empty()) return fail(Fault::invalid_request, "a model needs a name", field("name"));
        if (settings.endpoints.empty()) {
            return fail(Fault::invalid_request, "a model needs at least one endpoint", field("endpoints"));
        }
        fill_in_names(settings);
        const auto energy = energy::EnergyProfile::of(settings.energy, tier_energy_per_output_token(settings.tier));
        const Model& model = catalogue.models_.emplace_back(ids.id_of(settings.name), std::move(settings), energy);
        if (!catalogue.by_name_.emplace(model.settings.name, &model).second) {
            return fail(Fault::invalid_request, "two models have the same name", field("name"));
        }
        catalogue.tiers_[static_cast<std::size_t>(model.settings.tier)].push_back(&model);
    }
    return catalogue;
}

const Model* Catalogue::find(std::string_view name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : found->second;
}

}  // namespace greeninfer::models
