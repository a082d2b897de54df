#pragma once
// Lays `enterprise.clusters` over models, meters and regions: what the rest of the program knows are endpoints.
//
// After all sections are read, and before anything is built of them.
#include "app/settings.hpp"

namespace greeninfer::app {

// What is wrong with clusters in view of the other sections.
void check_clusters(config::Fields& fields, const Settings& settings);

// Adds their endpoints, and the meters and places that these need. Nothing for what check_clusters refuses.
void lay_out_clusters(Settings& settings);

// The strategy of the clusters that the endpoints of this model are laid out of, else that of enterprise.routing.
fleet::Strategy strategy_of(const EnterpriseSettings& settings, const models::ModelSettings& model);

}  // namespace greeninfer::app
