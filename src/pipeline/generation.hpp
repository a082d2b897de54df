#pragma once
// One whole configuration as requests use it. A request keeps the generation it began with, so it never sees half of
// an old configuration and half of a new one. Immutable; swapped by pointer on every core.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "fleet/engine_settings.hpp"
#include "fleet/fleet.hpp"
#include "grid/grid_settings.hpp"
#include "grid/places.hpp"
#include "grid/snapshot.hpp"
#include "models/catalogue.hpp"
#include "net/server_settings.hpp"
#include "net/upstream_settings.hpp"
#include "optimizer/optimizer_settings.hpp"
#include "pipeline/budget_book.hpp"
#include "pipeline/cascade_calibration.hpp"
#include "pipeline/cascade_settings.hpp"
#include "pipeline/client_table.hpp"
#include "pipeline/environment_key.hpp"
#include "pipeline/preview_seal.hpp"
#include "pipeline/preview_settings.hpp"
#include "pipeline/routing_settings.hpp"
#include "scorer/scorer.hpp"
#include "telemetry/label_names.hpp"
#include "telemetry/telemetry_settings.hpp"

namespace greeninfer::pipeline {

// The metric label of each model, tier and mode, looked up once per configuration.
struct Labels {
    std::vector<telemetry::LabelId> models;  // indexed by Model::id
    std::vector<telemetry::LabelId> tiers;   // indexed by Tier
    std::vector<telemetry::LabelId> modes;   // indexed by Mode
};

struct Generation {
    std::uint64_t number = 0;
    net::ServerSettings server;
    net::UpstreamSettings upstream;
    telemetry::TelemetrySettings telemetry;
    RoutingSettings routing;
    optimizer::OptimizerSettings optimizer = {};
    double watts_per_core = fleet::kWattsPerCore;  // of the machine that the gateway runs on
    grid::GridSettings grid;
    std::shared_ptr<const grid::Places> places = {};
    std::shared_ptr<grid::Board> grid_board = {};  // what is known of their zones now; by Place::zone_index
    fleet::GreenSettings green_routing = {};
    fleet::StrategySettings endpoint_strategy = {};
    std::vector<fleet::Strategy> strategies = {};           // by Model::id; empty: endpoint_strategy's for all
    std::shared_ptr<fleet::PrefixIndex> prefix_index = {};  // null: prompts are not looked for in caches
    CascadeSettings cascade;
    std::shared_ptr<const CascadeCalibration> cascade_calibration = {};  // null: no answer is judged by a rule
    PreviewSettings preview = {};
    std::shared_ptr<const PreviewSeal> preview_seal = {};  // never null where requests are served
    std::vector<std::string> cors_origins;
    std::vector<EnvironmentKey> environment_keys = {};
    DepartmentTable departments;
    ClientTable clients;
    BudgetBook budgets;
    std::shared_ptr<const scorer::Scorer> scorer;
    models::Catalogue catalogue;
    std::shared_ptr<const fleet::Fleet> fleet;
    Labels labels;
};

// Of the endpoints of this model.
fleet::Strategy strategy_of(const Generation& generation, const models::Model& model);

Labels make_labels(const models::Catalogue& catalogue, telemetry::LabelNames& names);

}  // namespace greeninfer::pipeline
