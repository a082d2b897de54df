#pragma once
// A configuration generation made of a few lines, for tests of everything that reads one.
#include <stdexcept>
#include <utility>

#include "budget/memory_store.hpp"
#include "grid/refresher.hpp"
#include "pipeline/generation.hpp"

namespace greeninfer::pipeline {

inline std::shared_ptr<budget::BudgetStore> budgets_for_test() {
    static SystemClock clock;
    return std::make_shared<budget::MemoryStore>(clock);
}

struct GenerationOptions {
    std::vector<models::ModelSettings> models = {};
    std::vector<ClientSettings> clients = {};
    net::ServerSettings server = {};
    net::UpstreamSettings upstream = {};
    telemetry::TelemetrySettings telemetry = {};
    RoutingSettings routing = {};
    std::vector<std::string> cors_origins = {};
    std::optional<fleet::LocalEndpoint> local = std::nullopt;
    budget::BudgetSettings budget = {};
    std::vector<budget::DepartmentSettings> departments = {};
    std::shared_ptr<budget::BudgetStore> store = budgets_for_test();
    double pue = grid::kDefaultPue;
    std::optional<double> grams_per_kwh = {};  // of every zone, as configured; otherwise what the tables say
    fleet::StrategySettings endpoint_strategy = {};
};

inline std::shared_ptr<grid::Board> grid_board_for_test(const grid::Places& places, double grams_per_kwh) {
    const grid::Reading reading{.intensity = CarbonIntensity::grams_per_kilowatt_hour(grams_per_kwh),
                                .source = grid::Source::configured};
    std::vector<grid::ZoneState> zones;
    for (const std::string& zone : places.zones()) zones.push_back({.zone = zone, .now = reading, .table = reading});
    return std::make_shared<grid::Board>(std::make_shared<const grid::Snapshot>(std::move(zones)));
}

inline models::ModelSettings model_for_test(std::string name, models::Tier tier = models::Tier::small,
                                            std::vector<models::Capability> capabilities = {},
                                            std::vector<std::string> urls = {"http://127.0.0.1:9/v1"}) {
    models::ModelSettings model{.name = std::move(name), .tier = tier, .capabilities = std::move(capabilities)};
    for (std::string& url : urls) model.endpoints.push_back({.url = std::move(url)});
    return model;
}

// The endpoint of a local engine: always asked to stream, not there until its state gets an origin.
inline std::shared_ptr<fleet::Endpoint> local_endpoint_for_test(const std::string& model) {
    auto endpoint = std::make_shared<fleet::Endpoint>();
    endpoint->name = model + "@local";
    endpoint->upstream_model = model;
    endpoint->always_stream = true;
    endpoint->state = std::make_shared<fleet::EndpointState>();
    return endpoint;
}

inline net::Origin origin_for_test(const std::string& url) {
    return net::parse_origin(url).value();
}

inline std::shared_ptr<const scorer::Scorer> scorer_for_test() {
    static const auto scorer = std::make_shared<const scorer::Scorer>(scorer::Scorer::embedded().value());
    return scorer;
}

// The regions of the built-in table have PUEs of their own.
inline grid::Places places_for_test(std::span<const models::ModelSettings> models, double pue) {
    auto places = grid::Places::build("", pue, {}, {}, fleet::regions_in_use(models));
    if (!places) throw std::invalid_argument(places.error().detail);
    return *std::move(places);
}

inline std::shared_ptr<Generation> make_generation(GenerationOptions options, telemetry::LabelNames& names) {
    models::ModelIds ids;
    auto places = places_for_test(options.models, options.pue);
    auto board =
        options.grams_per_kwh ? grid_board_for_test(places, *options.grams_per_kwh) : grid::make_board({}, places, {});
    auto catalogue = models::Catalogue::build(std::move(options.models), ids);
    if (!catalogue) throw std::invalid_argument(catalogue.error().detail);
    const bool is_indexed = options.endpoint_strategy.strategy == fleet::Strategy::kv_aware;
    const auto index = is_indexed ? std::make_shared<fleet::PrefixIndex>(1024 * 1024, 1) : nullptr;
    auto fleet =
        fleet::Fleet::build(*catalogue, places, nullptr, options.local ? &*options.local : nullptr, names, {}, index);
    if (!fleet) throw std::invalid_argument(fleet.error().detail);
    Labels labels = make_labels(*catalogue, names);
    DepartmentTable departments(options.departments, options.clients, names);
    ClientTable clients(std::move(options.clients), departments);
    BudgetBook budgets(std::move(options.store), options.budget, options.departments, departments, clients);
    return std::make_shared<Generation>(Generation{.number = 1,
                                                   .server = options.server,
                                                   .upstream = options.upstream,
                                                   .telemetry = options.telemetry,
                                                   .routing = options.routing,
                                                   .places = std::make_shared<const grid::Places>(std::move(places)),
                                                   .grid_board = std::move(board),
                                                   .endpoint_strategy = options.endpoint_strategy,
                                                   .prefix_index = index,
                                                   .preview_seal = std::make_shared<PreviewSeal>("a key", false),
                                                   .cors_origins = std::move(options.cors_origins),
                                                   .departments = std::move(departments),
                                                   .clients = std::move(clients),
                                                   .budgets = std::move(budgets),
                                                   .scorer = scorer_for_test(),
                                                   .catalogue = *std::move(catalogue),
                                                   .fleet = *std::move(fleet),
                                                   .labels = std::move(labels)});
}

}  // namespace greeninfer::pipeline
