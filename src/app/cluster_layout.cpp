#include "app/cluster_layout.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/fields.hpp"
#include "grid/known_names.hpp"
#include "grid/region_table.hpp"
#include "net/origin.hpp"

namespace greeninfer::app {

namespace {

using fleet::ClusterSettings;

// The entry of `models` that it serves; null where it does not say which.
template <class AnySettings>
auto* model_of(const ClusterSettings& cluster, AnySettings& settings) {
    if (cluster.model.empty()) return settings.models.size() == 1 ? &settings.models[0] : nullptr;
    const auto found = std::ranges::find(settings.models, cluster.model, &models::ModelSettings::name);
    return found == settings.models.end() ? nullptr : &*found;
}

std::string wrong_model(const ClusterSettings& cluster, const Settings& settings) {
    if (model_of(cluster, settings) != nullptr) return {};
    if (settings.models.empty()) return "serves no model; describe it under models, where it may have no endpoints";
    std::vector<std::string_view> names;
    for (const models::ModelSettings& model : settings.models) names.push_back(model.name);
    const std::string known = fmt::format("{}", fmt::join(names, ", "));
    return cluster.model.empty() ? "must say which it serves; models has " + known : "is no model; models has " + known;
}

std::string wrong_meter(const ClusterSettings& cluster, const Settings& settings) {
    const std::string& meter = cluster.power.meter;
    const bool is_known =
        std::ranges::find(settings.meters, meter, &energy::MeterSettings::name) != settings.meters.end();
    return meter.empty() || is_known ? std::string() : "is no meter; describe it under meters, or use dcgm or kepler";
}

bool has_own_meter(const ClusterSettings& cluster) {
    return !cluster.power.dcgm.empty() || !cluster.power.kepler.empty();
}

void check_names(config::Fields& fields, const Settings& settings) {
    const auto& clusters = settings.enterprise.clusters;
    for (std::size_t i = 0; i < clusters.size(); ++i) {
        const std::string path = fmt::format("enterprise.clusters[{}].name", i);
        const auto first = std::ranges::find(clusters, clusters[i].name, &ClusterSettings::name);
        fields.require(first == clusters.begin() + static_cast<std::ptrdiff_t>(i), path,
                       "is the name of an earlier cluster; each must be different");
        const bool is_taken =
            std::ranges::find(settings.meters, clusters[i].name, &energy::MeterSettings::name) != settings.meters.end();
        const bool is_meter = has_own_meter(clusters[i]) && is_taken;
        fields.require(!is_meter, path,
                       "is also the name of a meter, and its own power meter is called so; rename one");
    }
}

// Requests of a model are placed by one rule.
void check_strategies(config::Fields& fields, const Settings& settings) {
    const auto& clusters = settings.enterprise.clusters;
    for (std::size_t i = 0; i < clusters.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const auto& own = clusters[i].strategy;
            const auto& other = clusters[j].strategy;
            const bool agree =
                !own || !other || own == other || model_of(clusters[i], settings) != model_of(clusters[j], settings);
            fields.require(agree, fmt::format("enterprise.clusters[{}].strategy", i),
                           fmt::format("differs from enterprise.clusters[{}].strategy, and both serve one model; give "
                                       "them the same",
                                       j));
        }
    }
}

std::string wrong_address(const std::string& url) {
    const auto origin = net::parse_origin(url);
    return origin ? std::string() : fmt::format("has an address that is none ({})", origin.error().detail);
}

std::string with_version(const std::string& url) {
    const auto origin = net::parse_origin(url);
    if (!origin || !origin->base_path.empty()) return url;
    return url.ends_with('/') ? url + "v1" : url + "/v1";
}

// Of the server, beside its API.
std::string metrics_url(const std::string& url, const std::string& path) {
    const auto origin = net::parse_origin(url);
    if (path.empty() || !origin || !origin->unix_path.empty()) return {};
    const std::string bare = url.substr(0, url.find('/', url.find("://") + 3));
    return bare + path;
}

models::KvEventSettings kv_events(const std::string& url, const fleet::ClusterKvEvents& settings) {
    const auto origin = net::parse_origin(url);
    if (settings.port == 0 || !origin || !origin->unix_path.empty()) return {};
    const std::string host = origin->host.contains(':') ? "[" + origin->host + "]" : origin->host;
    const auto address = [&](std::size_t port) { return fmt::format("tcp://{}:{}", host, port); };
    return {.url = address(settings.port),
            .replay_url = settings.replay_port == 0 ? std::string() : address(settings.replay_port),
            .topic = settings.topic};
}

// Where it draws from a zone that is not its region's: a place of its own, with its region's PUE.
std::string region_of(const ClusterSettings& cluster, Settings& settings) {
    if (cluster.power_source.empty()) return cluster.region;
    grid::RegionSettings made{.name = cluster.region.empty() ? cluster.name : cluster.region + "/" + cluster.name,
                              .provider = {},
                              .zone = cluster.power_source,
                              .pue = {}};
    if (const auto* figure = grid::find_cloud_region(cluster.region)) {
        made.provider = figure->provider;
        made.pue = figure->pue;
    }
    const auto own = std::ranges::find(settings.regions, cluster.region, &grid::RegionSettings::name);
    if (own != settings.regions.end() && own->pue) made.pue = own->pue;
    settings.regions.push_back(made);
    return made.name;
}

std::string meter_of(const ClusterSettings& cluster, Settings& settings) {
    if (!has_own_meter(cluster)) return cluster.power.meter;
    const bool is_dcgm = !cluster.power.dcgm.empty();
    settings.meters.push_back({.name = cluster.name,
                               .kind = is_dcgm ? energy::MeterKind::dcgm : energy::MeterKind::kepler,
                               .urls = is_dcgm ? cluster.power.dcgm : cluster.power.kepler,
                               .devices = {},
                               .path = {},
                               .tdp_watts = cluster.power.tdp_watts,
                               .idle_watts = cluster.power.idle_watts,
                               .host_share = {},
                               .interval = cluster.power.interval});
    return cluster.name;
}

void lay_out(const ClusterSettings& cluster, models::ModelSettings& model, Settings& settings) {
    models::EndpointSettings endpoint;
    endpoint.model = cluster.served_model;
    endpoint.region = region_of(cluster, settings);
    endpoint.api_key = cluster.api_key;
    endpoint.health_path = cluster.health_path;
    endpoint.max_in_flight = cluster.max_in_flight;
    endpoint.meter = meter_of(cluster, settings);
    endpoint.cluster = cluster.name;
    for (const std::string& url : cluster.endpoints) {
        endpoint.url = with_version(url);
        endpoint.metrics_url = metrics_url(url, cluster.metrics_path);
        endpoint.kv_events = kv_events(url, cluster.kv_events);
        model.endpoints.push_back(endpoint);
    }
}

}  // namespace

void check_clusters(config::Fields& fields, const Settings& settings) {
    const auto& clusters = settings.enterprise.clusters;
    check_names(fields, settings);
    check_strategies(fields, settings);
    for (std::size_t i = 0; i < clusters.size(); ++i) {
        const ClusterSettings& cluster = clusters[i];
        const std::string path = fmt::format("enterprise.clusters[{}]", i);
        fields.check(path + ".model", [&] { return wrong_model(cluster, settings); });
        fields.check(path + ".power.meter", [&] { return wrong_meter(cluster, settings); });
        for (const std::string& url : cluster.endpoints)
            fields.check(path + ".endpoints", [&] { return wrong_address(url); });
        if (!cluster.region.empty())
            fields.check(path + ".region", [&] { return grid::wrong_region(cluster.region, settings.regions); });
        if (!cluster.power_source.empty())
            fields.check(path + ".power_source",
                         [&] { return grid::wrong_zone(cluster.power_source, settings.grid.zones); });
    }
    for (std::size_t i = 0; i < settings.models.size(); ++i) {
        const bool is_served = std::ranges::any_of(clusters, [&](const ClusterSettings& cluster) {
            return model_of(cluster, settings) == &settings.models[i];
        });
        fields.require(is_served || !settings.models[i].endpoints.empty(), fmt::format("models[{}].endpoints", i),
                       "is empty; a model needs at least one endpoint with a url, or a cluster that serves it");
    }
}

void lay_out_clusters(Settings& settings) {
    for (const ClusterSettings& cluster : settings.enterprise.clusters) {
        if (models::ModelSettings* const model = model_of(cluster, settings)) lay_out(cluster, *model, settings);
    }
}

fleet::Strategy strategy_of(const EnterpriseSettings& settings, const models::ModelSettings& model) {
    for (const models::EndpointSettings& endpoint : model.endpoints) {
        const auto cluster = std::ranges::find(settings.clusters, endpoint.cluster, &ClusterSettings::name);
        if (cluster == settings.clusters.end()) continue;
        if (const auto& own = cluster->strategy) return *own;
    }
    return settings.routing.strategy;
}

}  // namespace greeninfer::app
