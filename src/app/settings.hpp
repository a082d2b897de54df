#pragma once
// Everything that can be configured: one member per section of the configuration file. Each layer owns its part; only
// checks between the parts are here.
#include <expected>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "api/security_settings.hpp"
#include "app/enterprise_settings.hpp"
#include "budget/budget_settings.hpp"
#include "config/problem.hpp"
#include "energy/meter_settings.hpp"
#include "fleet/engine_settings.hpp"
#include "grid/grid_settings.hpp"
#include "grid/region_settings.hpp"
#include "models/environment_models.hpp"
#include "models/model_settings.hpp"
#include "net/server_settings.hpp"
#include "net/upstream_settings.hpp"
#include "optimizer/optimizer_settings.hpp"
#include "pipeline/cascade_settings.hpp"
#include "pipeline/client_settings.hpp"
#include "pipeline/environment_key.hpp"
#include "pipeline/preview_settings.hpp"
#include "pipeline/routing_settings.hpp"
#include "telemetry/telemetry_settings.hpp"

namespace greeninfer::app {

// What metrics call the meter that the local engine has without any configuration.
inline constexpr std::string_view kLocalMeter = "local-engine";

struct Settings {
    net::ServerSettings server;
    std::vector<pipeline::ClientSettings> clients;
    std::vector<budget::DepartmentSettings> departments;
    std::vector<grid::RegionSettings> regions;
    std::vector<models::ModelSettings> models;
    models::EnvironmentModelsSettings models_from_environment;
    std::vector<energy::MeterSettings> meters;
    net::UpstreamSettings upstream;
    fleet::LocalEngineSettings local_engine;
    pipeline::RoutingSettings routing;
    grid::GridSettings grid;
    optimizer::OptimizerSettings optimizer;
    pipeline::CascadeSettings cascade;
    pipeline::PreviewSettings preview;
    budget::BudgetSettings budget;
    telemetry::TelemetrySettings telemetry;
    api::SecuritySettings security;
    EnterpriseSettings enterprise;
    // What the environment had when they were loaded.
    std::vector<models::ModelSettings> environment_models;  // beside the local engine's; empty where any is configured
    std::vector<pipeline::EnvironmentKey> environment_keys;
};

void describe(config::Fields& fields, Settings& settings);

// Later files override earlier ones key by key. Without files: the defaults, which serve with the local engine.
// Fetches secrets from the environment and from files, so call it before other threads may change the environment.
std::expected<Settings, std::vector<config::Problem>> load_settings(std::span<const std::filesystem::path> files);

// The text of docs/CONFIGURATION.md.
std::string configuration_reference();

}  // namespace greeninfer::app
