#include "app/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "app/cluster_layout.hpp"
#include "app/environment_keys.hpp"
#include "config/fields.hpp"
#include "config/load.hpp"
#include "config/reference.hpp"
#include "grid/known_names.hpp"
#include "net/origin.hpp"
#include "scorer/scorer.hpp"

namespace greeninfer::telemetry {

// Described here because the telemetry layer lies below everything else and knows nothing of configuration.
static constexpr std::array<std::string_view, 2> kNoAndYes = {"false", "true"};

static void describe(config::Fields& fields, TelemetrySettings& settings) {
    using config::Count, config::OneOf;
    fields.value("receipt", settings.receipt, OneOf<Receipt>{kReceiptNames},
                 "Where a caller reads what answered: nowhere, in `x-greeninfer-*` headers, or there and in the body.");
    fields.value("log_level", settings.log_level, OneOf<LogLevel>{kLogLevelNames}, "Least important lines to log.");
    fields.value("log_format", settings.log_format, OneOf<LogFormat>{kLogFormatNames},
                 "How lines are written to stderr.");
    fields.value("compat_metric_names", settings.compat_metric_names, OneOf<bool>{kNoAndYes},
                 "Writes grams also as `bauxite_request_carbon_grams_total{model,region}`.");
    fields.value("report_intervals", settings.report_intervals, Count{1, 100'000},
                 "Intervals that `GET /reports/carbon` can tell of (`enterprise.carbon_tracking.reporting_interval` is "
                 "the length of each); older ones are forgotten.");
    fields.value("report_rows", settings.report_rows, Count{100, 10'000'000},
                 "Rows kept over all of them, about 400 bytes each; beyond that the oldest intervals are forgotten.");
}

}  // namespace greeninfer::telemetry

namespace greeninfer::app {

namespace {

// Says of each element that repeats an earlier one's value where that was.
template <class T, class Value>
void require_unique(config::Fields& fields, std::string_view list, const std::vector<T>& elements, Value T::* member,
                    std::string_view name) {
    std::map<Value, std::size_t> first_uses;
    for (std::size_t i = 0; i < elements.size(); ++i) {
        const std::size_t first = first_uses.try_emplace(elements[i].*member, i).first->second;
        fields.require(first == i, fmt::format("{}[{}].{}", list, i, name),
                       fmt::format("is the same as {}[{}].{}; each must be different", list, first, name));
    }
}

void check_urls(config::Fields& fields, const std::vector<models::ModelSettings>& models) {
    for (std::size_t i = 0; i < models.size(); ++i) {
        for (std::size_t j = 0; j < models[i].endpoints.size(); ++j) {
            fields.check(fmt::format("models[{}].endpoints[{}].url", i, j), [&] {
                const auto origin = net::parse_origin(models[i].endpoints[j].url);
                return origin ? std::string() : origin.error().detail;
            });
        }
    }
}

void check_grid_urls(config::Fields& fields, const grid::ProviderSettings& providers) {
    const std::array<std::pair<std::string_view, std::string_view>, 6> urls = {
        {{"electricity_maps", providers.electricity_maps.url},
         {"watttime", providers.watttime.url},
         {"uk_neso", providers.uk_neso.url},
         {"eia", providers.eia.url},
         {"ercot", providers.ercot.url},
         {"entsoe", providers.entsoe.url}}};
    for (const auto& [provider, url] : urls) {
        fields.check(fmt::format("grid.{}.url", provider), [&] {
            const auto origin = net::parse_origin(url);
            return origin ? std::string() : origin.error().detail;
        });
    }
}

void check_zone(config::Fields& fields, const std::string& path, std::string_view zone, const Settings& settings) {
    if (zone.empty()) return;
    fields.check(path, [&] { return grid::wrong_zone(zone, settings.grid.zones); });
}

// An unknown zone or region is an error and never gets a figure that stands in.
void check_places(config::Fields& fields, const Settings& settings) {
    check_zone(fields, "grid.zone", settings.grid.zone, settings);
    for (std::size_t i = 0; i < settings.regions.size(); ++i) {
        check_zone(fields, fmt::format("regions[{}].zone", i), settings.regions[i].zone, settings);
    }
    for (std::size_t i = 0; i < settings.models.size(); ++i) {
        for (std::size_t j = 0; j < settings.models[i].endpoints.size(); ++j) {
            const std::string& region = settings.models[i].endpoints[j].region;
            if (region.empty()) continue;
            fields.check(fmt::format("models[{}].endpoints[{}].region", i, j),
                         [&] { return grid::wrong_region(region, settings.regions); });
        }
    }
}

void check_engine_name(config::Fields& fields, const Settings& settings) {
    if (settings.local_engine.enabled != fleet::EngineUse::always) return;
    const auto& taken = settings.models;
    const bool is_taken =
        std::ranges::find(taken, settings.local_engine.model, &models::ModelSettings::name) != taken.end();
    fields.require(!is_taken, "local_engine.model", "is also the name of a configured model; choose another");
}

std::string wrong_meter(const std::string& meter, const Settings& settings) {
    std::vector<std::string_view> known;
    for (const energy::MeterSettings& one : settings.meters) known.push_back(one.name);
    if (meter.empty() || std::ranges::find(known, meter) != known.end()) return {};
    if (known.empty()) return "is no meter; describe it under meters";
    return fmt::format("is no meter; meters has {}", fmt::join(known, ", "));
}

std::string wrong_url(const std::string& url) {
    if (url.empty()) return {};
    const auto origin = net::parse_origin(url);
    return origin ? std::string() : origin.error().detail;
}

// A name that no meter has must not look like an endpoint without one.
void check_meters(config::Fields& fields, const Settings& settings) {
    for (std::size_t i = 0; i < settings.models.size(); ++i) {
        for (std::size_t j = 0; j < settings.models[i].endpoints.size(); ++j) {
            const models::EndpointSettings& endpoint = settings.models[i].endpoints[j];
            const std::string path = fmt::format("models[{}].endpoints[{}]", i, j);
            fields.check(path + ".meter", [&] { return wrong_meter(endpoint.meter, settings); });
            fields.check(path + ".metrics_url", [&] { return wrong_url(endpoint.metrics_url); });
        }
    }
    fields.check("local_engine.meter", [&] { return wrong_meter(settings.local_engine.meter, settings); });
    for (std::size_t i = 0; i < settings.meters.size(); ++i) {
        for (const std::string& url : settings.meters[i].urls)
            fields.check(fmt::format("meters[{}].urls", i), [&] { return wrong_url(url); });
        fields.require(settings.meters[i].name != kLocalMeter, fmt::format("meters[{}].name", i),
                       "is the name of the local engine's own meter; choose another");
    }
}

// Weights that are missing, cut off or altered are found before anything is served.
void check_scorer_weights(config::Fields& fields, const std::string& file) {
    fields.check("routing.scorer_weights", [&file] {
        if (file.empty()) return std::string();
        const auto loaded = scorer::Scorer::from_file(file);
        return loaded ? std::string() : loaded.error().detail;
    });
}

// Free models' texts are remembered as they are, which a prompt under zero trust may not be.
void check_rewriting(config::Fields& fields, const Settings& settings) {
    const bool remembers = settings.optimizer.mode == optimizer::ShorteningMode::free && settings.security.zero_trust;
    fields.require(!remembers, "optimizer.mode",
                   "is free, which keeps texts in memory; security.zero_trust forbids it");
}

// What somebody configured is not added to: it may leave a provider out on purpose.
std::string take_environment_models(Settings& settings) {
    settings.environment_models.clear();
    std::string wrong;
    if (settings.models.empty()) {
        settings.environment_models = models::environment_models(settings.models_from_environment, wrong);
    }
    return wrong;
}

void check_something_answers(config::Fields& fields, const Settings& settings) {
    const bool has_model = !settings.models.empty() || !settings.environment_models.empty() ||
                           settings.local_engine.enabled != fleet::EngineUse::never;
    fields.require(has_model, "local_engine.enabled", "is false and no models are configured, so nothing could answer");
}

constexpr std::string_view kReferenceHead = R"(# Configuration

`greeninfer serve --config FILE` reads YAML. Every section may be left out; without a file the server answers with the
local engine. Several `--config` files are laid over each other key by key: later ones override earlier ones, and lists are
replaced as a whole. An empty value (`key:` or `key: ~`) takes a setting back to its default.

`greeninfer check --config FILE` lists every problem with file, line and remedy. Unknown keys are problems too.

- A size is a number of bytes, or a number with `KiB`, `MiB` or `GiB`.
- A duration is a number with `ms`, `s`, `m` or `h`.
- A path is relative to the directory in which the server is started.
- A key for another server never stands in a file: name an environment variable (`api_key_env`) or a file of its own
  (`api_key_file`).

This page is written from the code; a test keeps it so.
)";

}  // namespace

void describe(config::Fields& fields, Settings& settings) {
    fields.group("server", settings.server, "Where clients connect and what the server takes from them.");
    fields.groups("clients", settings.clients,
                  "Callers and the digests of their keys. Without any, local callers are served without a key.");
    fields.groups("departments", settings.departments, "What the departments of clients may spend together.");
    fields.groups("regions", settings.regions,
                  "Regions of your own, and what you know better of those of AWS, Azure and Google Cloud.");
    fields.groups("models", settings.models, "Models that run elsewhere, and where.");
    fields.group("models_from_environment", settings.models_from_environment,
                 "Models that a key in the environment brings along, where no `models` are configured.");
    fields.groups("meters", settings.meters, "What counts the energy of model servers, for `endpoints[].meter`.");
    fields.group("upstream", settings.upstream, "How the server deals with the servers of models.");
    fields.group("local_engine", settings.local_engine, "A small model that the server runs itself.");
    fields.group("routing", settings.routing, "How a model is chosen for requests that leave the choice open.");
    fields.group("optimizer", settings.optimizer, "How prompts are made shorter before a model reads them.");
    fields.group("cascade", settings.cascade, "How answers of small models are checked before they leave.");
    fields.group("preview", settings.preview, "How an answer is announced before it is made, on `/chat`.");
    fields.group("grid", settings.grid, "How much carbon the electricity of the servers stands for.");
    fields.group("budget", settings.budget, "What sessions may spend, and what happens near the end of any budget.");
    fields.group("telemetry", settings.telemetry, "What the server tells about its work.");
    fields.group("security", settings.security,
                 "What other web sites may do with the server, and what the server may do on its machine.");
    fields.group("enterprise", settings.enterprise, "Carbon over several regions; often a file of its own.");

    require_unique(fields, "clients", settings.clients, &pipeline::ClientSettings::name, "name");
    require_unique(fields, "clients", settings.clients, &pipeline::ClientSettings::key_sha256, "key_sha256");
    require_unique(fields, "departments", settings.departments, &budget::DepartmentSettings::name, "name");
    require_unique(fields, "models", settings.models, &models::ModelSettings::name, "name");
    require_unique(fields, "meters", settings.meters, &energy::MeterSettings::name, "name");
    require_unique(fields, "regions", settings.regions, &grid::RegionSettings::name, "name");
    require_unique(fields, "grid.zones", settings.grid.zones, &grid::ZoneSettings::name, "name");
    fields.check("models_from_environment.groq_url",
                 [&] { return wrong_url(settings.models_from_environment.groq_url); });
    fields.check("models_from_environment", [&] { return take_environment_models(settings); });
    check_places(fields, settings);
    check_clusters(fields, settings);
    check_urls(fields, settings.models);
    check_grid_urls(fields, settings.grid.providers);
    apply_carbon_tracking(fields, settings.enterprise.carbon_tracking, settings.grid);
    check_engine_name(fields, settings);
    check_meters(fields, settings);
    check_scorer_weights(fields, settings.routing.scorer_weights);
    check_rewriting(fields, settings);
    check_something_answers(fields, settings);
    lay_out_clusters(settings);
}

std::expected<Settings, std::vector<config::Problem>> load_settings(std::span<const std::filesystem::path> files) {
    auto settings = config::load<Settings>(files);
    if (settings) settings->environment_keys = environment_keys(*settings);
    return settings;
}

std::string configuration_reference() {
    Settings defaults;
    return std::string(kReferenceHead) +
           config::Reference::markdown([&](config::Fields& fields) { describe(fields, defaults); });
}

}  // namespace greeninfer::app
