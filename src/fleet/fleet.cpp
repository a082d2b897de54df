#include "fleet/fleet.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace greeninfer::fleet {

namespace {

bool same_place(const Endpoint& a, const Endpoint& b, const net::Origin& origin_of_b) {
    const auto origin = a.state->origin.load();
    return origin && origin->key == origin_of_b.key && origin->base_path == origin_of_b.base_path && a.name == b.name &&
           a.upstream_model == b.upstream_model;
}

// What vLLM has room for with 64 GB of keys and values, at 128 KB a token and 16 tokens a block, until it says itself.
constexpr std::size_t kUsualBlocks = 31'250;

std::shared_ptr<EndpointState> state_for(const Endpoint& endpoint, const net::Origin& origin, const Fleet* before,
                                         const std::shared_ptr<PrefixIndex>& index) {
    if (before) {
        for (const auto& earlier : before->all()) {
            if (same_place(*earlier, endpoint, origin)) return earlier->state;
        }
    }
    auto state = std::make_shared<EndpointState>();
    state->origin = std::make_shared<const net::Origin>(origin);
    if (index) state->prefix = IndexedEndpoint::in(index, kUsualBlocks);
    return state;
}

// "model@host/path"; further endpoints at the same place, with other keys or models, are told apart by a number:
// two series of the same name would make Prometheus refuse the whole page.
std::string name_of(const models::Model& model, const net::Origin& origin, const Endpoints& siblings) {
    const std::string& place = origin.unix_path.empty() ? origin.authority : origin.unix_path;
    const std::string name = fmt::format("{}@{}{}", model.settings.name, place, origin.base_path);
    std::string unique = name;
    for (int number = 2;
         std::ranges::find(siblings, unique, [](const auto& one) { return one->name; }) != siblings.end(); ++number) {
        unique = fmt::format("{}#{}", name, number);
    }
    return unique;
}

std::shared_ptr<energy::WindowLedger> watching(const std::string& meter, const LedgerOf& ledger_of) {
    return meter.empty() || !ledger_of ? nullptr : ledger_of(meter);
}

Result<std::shared_ptr<const Endpoint>> make_endpoint(const models::Model& model,
                                                      const models::EndpointSettings& settings,
                                                      const grid::Places& places, const Fleet* before,
                                                      const Endpoints& siblings, telemetry::LabelNames& names,
                                                      const LedgerOf& ledger_of,
                                                      const std::shared_ptr<PrefixIndex>& index) {
    TRY(const net::Origin origin, net::parse_origin(settings.url));
    const grid::Place* const place = places.find(settings.region);
    if (place == nullptr) {
        return fail(Fault::invalid_request, fmt::format("the place of region '{}' is not known", settings.region));
    }
    auto endpoint = std::make_shared<Endpoint>();
    endpoint->name = name_of(model, origin, siblings);
    endpoint->label = names.intern(endpoint->name);
    endpoint->model = model.settings.name;
    endpoint->upstream_model = settings.model;
    endpoint->region = settings.region;
    endpoint->place = *place;
    if (!settings.region.empty()) endpoint->region_label = names.intern(settings.region);
    endpoint->cluster = settings.cluster;
    if (!settings.cluster.empty()) endpoint->cluster_label = names.intern(settings.cluster);
    endpoint->reported_energy = settings.reported_energy;
    endpoint->ledger = watching(settings.meter, ledger_of);
    endpoint->metrics_url = settings.metrics_url;
    endpoint->kv_events = {settings.kv_events.url, settings.kv_events.replay_url, settings.kv_events.topic};
    endpoint->health_target = settings.health_path;
    endpoint->api_key = settings.api_key.value;
    endpoint->max_in_flight = settings.max_in_flight;
    endpoint->state = state_for(*endpoint, origin, before, index);
    return endpoint;
}

std::shared_ptr<const Endpoint> placed_here(const std::shared_ptr<const Endpoint>& replica, const LocalEndpoint& local,
                                            const grid::Places& places, const LedgerOf& ledger_of) {
    auto endpoint = std::make_shared<Endpoint>(*replica);
    endpoint->place = places.default_place();
    endpoint->ledger = watching(local.meter, ledger_of);
    return endpoint;
}

}  // namespace

std::vector<std::string_view> regions_in_use(std::span<const models::ModelSettings> models) {
    std::vector<std::string_view> regions;
    for (const models::ModelSettings& model : models) {
        for (const models::EndpointSettings& endpoint : model.endpoints) regions.push_back(endpoint.region);
    }
    return regions;
}

Result<std::shared_ptr<const Fleet>> Fleet::build(const models::Catalogue& catalogue, const grid::Places& places,
                                                  const Fleet* before, const LocalEndpoint* local,
                                                  telemetry::LabelNames& names, const LedgerOf& ledger_of,
                                                  const std::shared_ptr<PrefixIndex>& index) {
    auto fleet = std::make_shared<Fleet>();
    for (const models::Model& model : catalogue.models()) {
        if (fleet->by_model_.size() <= model.id) fleet->by_model_.resize(model.id + 1);
        Endpoints& endpoints = fleet->by_model_[model.id];
        if (local && local->model == model.settings.name) {
            endpoints.push_back(placed_here(local->endpoint, *local, places, ledger_of));
            for (const auto& one : local->further) endpoints.push_back(placed_here(one, *local, places, ledger_of));
        } else {
            for (const models::EndpointSettings& settings : model.settings.endpoints) {
                auto endpoint = make_endpoint(model, settings, places, before, endpoints, names, ledger_of, index);
                if (!endpoint) return fail(Fault::invalid_request, endpoint.error().detail, model.settings.name);
                endpoints.push_back(*std::move(endpoint));
            }
        }
        fleet->all_.insert(fleet->all_.end(), endpoints.begin(), endpoints.end());
    }
    return fleet;
}

}  // namespace greeninfer::fleet
