#pragma once
// Which models exist: what a request's `model` is looked up in, and where routing finds the models of a tier.
//
// Built whole from the configuration and immutable after that: a reload builds another and swaps the pointer, and a
// request keeps the one that it began with. Read by all cores without a lock.
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "energy/energy_profile.hpp"
#include "models/model_ids.hpp"
#include "models/model_settings.hpp"

namespace greeninfer::models {

struct Model {
    std::size_t id;                // from ModelIds
    ModelSettings settings;        // with display_name and the model of every endpoint filled in
    energy::EnergyProfile energy;  // of settings.energy, where neither the server nor a meter says

    bool can(Capability capability) const;
};

class Catalogue {
public:
    // Fails on a name that is empty or used twice and on a model without endpoints; the error's field says which.
    static Result<Catalogue> build(std::vector<ModelSettings> models, ModelIds& ids);

    Catalogue(Catalogue&&) = default;
    Catalogue& operator=(Catalogue&&) = default;

    const Model* find(std::string_view name) const;            // null: no such model
    std::span<const Model> models() const { return models_; }  // in the order of the configuration
    std::span<const Model* const> of_tier(Tier tier) const { return tiers_[static_cast<std::size_t>(tier)]; }

private:
    Catalogue() = default;

    struct NameHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view name) const { return std::hash<std::string_view>()(name); }
    };

    std::vector<Model> models_;  // never grows after build, so pointers into it stay
    std::unordered_map<std::string, const Model*, NameHash, std::equal_to<>> by_name_;
    std::array<std::vector<const Model*>, kTierNames.size()> tiers_;
};

}  // namespace greeninfer::models
