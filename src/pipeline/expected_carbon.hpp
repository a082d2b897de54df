#pragma once
// What an answer would come to in grams before it exists: grams = intensity x PUE x energy, one formula for every
// model, region and occupancy, so that a clean region, a small model and a full server compete with each other.
//
// Zones are compared on their common ground (grid::Comparison); where they have none, on energy and PUE alone. Lives
// for one decision.
#include "energy/estimate.hpp"
#include "grid/comparison.hpp"
#include "pipeline/generation.hpp"

namespace greeninfer::pipeline {

class ExpectedCarbon {
public:
    ExpectedCarbon(const Generation& generation, const grid::Snapshot& snapshot);

    // At the one of the model's endpoints that can answer where it is least; at any when none can.
    Carbon of(const models::Model& model, const energy::TokenWork& work) const;
    // Of one endpoint.
    Carbon of(const models::Model& model, const fleet::Endpoint& endpoint, const energy::TokenWork& work) const;

private:
    const Generation& generation_;
    std::optional<grid::Comparison> comparison_;
};

}  // namespace greeninfer::pipeline
