#include "app/generation_builder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/cluster_layout.hpp"
#include "fleet/endpoint_cost.hpp"
#include "grid/refresher.hpp"

namespace greeninfer::app {

namespace {

models::ModelSettings local_model(const fleet::LocalEngineSettings& engine) {
    models::ModelSettings model{.name = engine.model, .tier = models::Tier::small};
    model.capabilities = {models::Capability::tools, models::Capability::logprobs};
    model.context_window = engine.context;
    model.endpoints.push_back({.url = "local engine"});
    return model;
}

}  // namespace

std::shared_ptr<const fleet::Endpoint> make_local_endpoint(const fleet::LocalEngineSettings& settings,
                                                           std::shared_ptr<const config::Secret> api_key,
                                                           telemetry::LabelNames& names, std::size_t replica,
                                                           const std::shared_ptr<fleet::PrefixIndex>& index) {
    auto endpoint = std::make_shared<fleet::Endpoint>();
    endpoint->name = settings.model + "@local" + (replica == 0 ? std::string() : fmt::format("-{}", replica + 1));
    endpoint->label = names.intern(endpoint->name);
    endpoint->model = settings.model;
    endpoint->upstream_model = settings.model;
    endpoint->api_key = std::move(api_key);
    endpoint->max_in_flight = settings.slots + settings.queue;
    endpoint->slots = settings.slots;
    endpoint->always_stream = true;
    endpoint->has_own_metrics = true;
    endpoint->state = std::make_shared<fleet::EndpointState>();
    // A slot keeps the tokens of its last request, and little more than that is kept beside the slots.
    const std::size_t tokens = settings.slots * settings.context;
    if (index) {
        endpoint->state->held_prompts = std::make_shared<fleet::HeldPrompts>(settings.slots);
        endpoint->state->prefix = fleet::IndexedEndpoint::in(
            index,
            static_cast<std::size_t>(static_cast<double>(tokens) * fleet::kTextBytesPerToken) / fleet::kBlockBytes);
    }
    return endpoint;
}

void GenerationBuilder::set_local(const fleet::LocalEngineSettings& engine, fleet::Endpoints endpoints) {
    const bool has_own_meter = engine.meter.empty() && engine.watts_per_core > 0;
    local_ =
        fleet::LocalEndpoint{engine.model, endpoints.front(), has_own_meter ? std::string(kLocalMeter) : engine.meter};
    local_->further.assign(endpoints.begin() + 1, endpoints.end());
    local_model_ = local_model(engine);
}

// A reload reads the weights again, so that a new file takes effect.
static Result<std::shared_ptr<const scorer::Scorer>> load_scorer(const std::string& file) {
    auto loaded = file.empty() ? scorer::Scorer::embedded() : scorer::Scorer::from_file(file);
    if (!loaded) return fail(Fault::invalid_request, loaded.error().detail, "routing.scorer_weights");
    return std::make_shared<const scorer::Scorer>(*std::move(loaded));
}

static auto load_calibration(const std::string& file) {
    return file.empty() ? pipeline::CascadeCalibration::embedded() : pipeline::CascadeCalibration::from_file(file);
}

// By Model::id.
static std::vector<fleet::Strategy> strategies_of(const EnterpriseSettings& settings,
                                                  const models::Catalogue& catalogue) {
    std::vector<fleet::Strategy> strategies;
    for (const models::Model& model : catalogue.models()) {
        if (strategies.size() <= model.id) strategies.resize(model.id + 1, settings.routing.strategy);
        strategies[model.id] = strategy_of(settings, model.settings);
    }
    return strategies;
}

std::shared_ptr<const pipeline::PreviewSeal> GenerationBuilder::preview_seal(const Settings& settings) const {
    const auto& key = settings.preview.signing_key.value;
    return key ? std::make_shared<const pipeline::PreviewSeal>(key->reveal(), true) : own_seal_;
}

// The local one first, then those of the file and of the environment.
Result<std::vector<models::ModelSettings>> GenerationBuilder::all_models(const Settings& settings) const {
    std::vector<models::ModelSettings> models = settings.models;
    models.insert(models.end(), settings.environment_models.begin(), settings.environment_models.end());
    if (!local_model_) return models;
    if (std::ranges::find(models, local_model_->name, &models::ModelSettings::name) != models.end()) {
        return fail(
            Fault::invalid_request,
            fmt::format("a configured model is called '{}' like the local engine's; rename one", local_model_->name),
            "local_engine.model");
    }
    models.insert(models.begin(), *local_model_);
    return models;
}

Result<std::shared_ptr<const pipeline::Generation>> GenerationBuilder::build(const Settings& settings) {
    TRY(std::vector<models::ModelSettings> models, all_models(settings));
    TRY(grid::Places places, grid::Places::build(settings.grid.zone, settings.grid.pue, settings.regions,
                                                 settings.grid.zones, fleet::regions_in_use(models)));
    TRY(models::Catalogue catalogue, models::Catalogue::build(std::move(models), model_ids_));
    TRY(auto scorer, load_scorer(settings.routing.scorer_weights));
    const fleet::Fleet* const before = last_ ? last_->fleet.get() : nullptr;
    TRY(auto fleet,
        fleet::Fleet::build(catalogue, places, before, local_ ? &*local_ : nullptr, names_, ledger_of_, index_));
    pipeline::DepartmentTable departments(settings.departments, settings.clients, names_);
    pipeline::ClientTable clients(settings.clients, departments);
    pipeline::BudgetBook budgets(budgets_, settings.budget, settings.departments, departments, clients);
    pipeline::Labels labels = pipeline::make_labels(catalogue, names_);
    TRY(auto calibration, load_calibration(settings.cascade.calibration));
    auto board = grid::make_board(settings.grid, places, clock_.wall_now());
    last_ = std::make_shared<const pipeline::Generation>(pipeline::Generation{
        .number = last_ ? last_->number + 1 : 1,
        .server = settings.server,
        .upstream = settings.upstream,
        .telemetry = settings.telemetry,
        .routing = settings.routing,
        .optimizer = settings.optimizer,
        // 0 says that processor time is no meter there; the optimiser has no other.
        .watts_per_core =
            settings.local_engine.watts_per_core > 0 ? settings.local_engine.watts_per_core : fleet::kWattsPerCore,
        .grid = settings.grid,
        .places = std::make_shared<const grid::Places>(std::move(places)),
        .grid_board = std::move(board),
        .green_routing = settings.enterprise.green_routing,
        .endpoint_strategy = settings.enterprise.routing,
        .strategies = strategies_of(settings.enterprise, catalogue),
        .prefix_index = index_,
        .cascade = settings.cascade,
        .cascade_calibration = std::make_shared<const pipeline::CascadeCalibration>(std::move(calibration)),
        .preview = settings.preview,
        .preview_seal = preview_seal(settings),
        .cors_origins = settings.security.cors_origins,
        .environment_keys = settings.environment_keys,
        .departments = std::move(departments),
        .clients = std::move(clients),
        .budgets = std::move(budgets),
        .scorer = std::move(scorer),
        .catalogue = std::move(catalogue),
        .fleet = std::move(fleet),
        .labels = std::move(labels),
    });
    return last_;
}

}  // namespace greeninfer::app
