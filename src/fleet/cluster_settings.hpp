#pragma once
// Servers that stand together: `enterprise.clusters`. What they share is said once, their region, their power meter and
// what they are asked by, and each address becomes an endpoint of the model (app/cluster_layout.hpp).
//
// Plain value.
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "config/secret.hpp"
#include "fleet/strategy_settings.hpp"
#include "models/model_settings.hpp"

namespace greeninfer::fleet {

// What counts the energy of all its servers together; at most one of the first three.
struct ClusterPower {
    std::vector<std::string> dcgm;    // pages of DCGM exporters, one for each node
    std::vector<std::string> kepler;  // pages of Kepler exporters
    std::string meter;                // one of `meters`
    std::optional<double> tdp_watts;
    std::optional<double> idle_watts;
    std::chrono::milliseconds interval{10'000};
};

// Where each of its servers publishes what is in its prefix cache, beside its API.
struct ClusterKvEvents {
    std::size_t port = 0;         // 0: they publish nothing
    std::size_t replay_port = 0;  // 0: they do not answer what was missed
    std::string topic;
};

struct ClusterSettings {
    std::string name;
    std::string region;
    std::vector<std::string> endpoints;  // addresses; a bare one gets /v1
    std::string model;                   // one of `models`; empty: the only one
    std::string served_model;            // what its servers call it; empty: the same
    std::string power_source;            // the grid zone or own zone that it draws from; empty: its region's
    ClusterPower power;
    std::optional<Strategy> strategy;  // for its model; absent: enterprise.routing's
    config::SecretSetting api_key;
    std::string health_path = "/models";
    std::string metrics_path = "/metrics";  // of each server; empty: not asked
    ClusterKvEvents kv_events;
    std::size_t max_in_flight = 0;  // of each server; 0: no limit
};

void describe(config::Fields& fields, ClusterPower& settings);
void describe(config::Fields& fields, ClusterKvEvents& settings);
void describe(config::Fields& fields, ClusterSettings& settings);

}  // namespace greeninfer::fleet
