#include "api/setup_routes.hpp"

#include <algorithm>

#include "api/status_routes.hpp"
#include "wire/json_writer.hpp"

namespace greeninfer::api {

namespace {

using wire::JsonWriter;

std::string_view state_of(const fleet::Endpoint& endpoint) {
    if (endpoint.state->origin.load() == nullptr) return "starting";
    const bool is_open = endpoint.state->breaker.state() == fleet::BreakerState::open;
    return is_open || !endpoint.state->healthy.load(std::memory_order_relaxed) ? "unhealthy" : "ready";
}

// What an answer of this model will be reported by, unless its server reports a figure of its own.
std::string_view energy_method_of(const models::Model& model, const fleet::Endpoints& endpoints) {
    const auto is_metered = [](const auto& endpoint) { return endpoint->ledger != nullptr; };
    if (!endpoints.empty() && std::ranges::all_of(endpoints, is_metered)) return name_of(energy::Evidence::attributed);
    const auto occupancy = endpoints.empty() ? std::nullopt : endpoints.front()->occupancy();
    return name_of(model.energy.estimate({.prompt_tokens = 1, .output_tokens = 1}, occupancy).evidence);
}

void write_price(const models::PriceSettings& price, JsonWriter& writer) {
    writer.key("price");
    if (!price.input_per_mtok || !price.output_per_mtok) {
        writer.value(nullptr);
        return;
    }
    writer.begin_object().member("input_per_mtok", *price.input_per_mtok);
    writer.member("output_per_mtok", *price.output_per_mtok).end_object();
}

void write_text_or_null(std::string_view name, const std::string& text, JsonWriter& writer) {
    writer.key(name);
    text.empty() ? writer.value(nullptr) : writer.value(std::string_view(text));
}

void write_endpoint(const fleet::Endpoint& endpoint, JsonWriter& writer) {
    writer.begin_object();
    write_text_or_null("region", endpoint.region, writer);
    write_text_or_null("zone", endpoint.place.zone, writer);
    write_text_or_null("cluster", endpoint.cluster, writer);
    writer.member("state", state_of(endpoint)).end_object();
}

void write_model(const models::Model& model, const pipeline::Generation& generation, JsonWriter& writer) {
    const fleet::Endpoints& endpoints = generation.fleet->endpoints_of(model);
    const models::ModelSettings& settings = model.settings;
    writer.begin_object().member("id", settings.name).member("display_name", settings.display_name);
    writer.member("tier", to_string(settings.tier)).key("capabilities").begin_array();
    for (const models::Capability capability : settings.capabilities) {
        writer.value(models::kCapabilityNames[static_cast<std::size_t>(capability)]);
    }
    writer.end_array().key("context_window");
    settings.context_window ? writer.value(*settings.context_window) : writer.value(nullptr);
    write_price(settings.price, writer);
    const auto is_local = [](const auto& endpoint) { return endpoint->always_stream; };
    writer.member("energy_method", energy_method_of(model, endpoints));
    writer.member("local", std::ranges::any_of(endpoints, is_local));
    writer.member("strategy", name_of(strategy_of(generation, model))).key("endpoints").begin_array();
    for (const auto& endpoint : endpoints) write_endpoint(*endpoint, writer);
    writer.end_array().end_object();
}

void write_keys(const pipeline::Generation& generation, JsonWriter& writer) {
    writer.key("keys").begin_array();
    for (const pipeline::EnvironmentKey& key : generation.environment_keys) {
        writer.begin_object().member("variable", key.variable).member("set", key.is_set);
        writer.member("enables", key.enables).end_object();
    }
    writer.end_array();
}

void write_budget(const budget::BudgetSettings& budget, JsonWriter& writer) {
    writer.key("budget").begin_object().member("session_grams", budget.session_grams);
    writer.member("warn_at", budget.warn_at).member("eco_at", budget.eco_at);
    writer.member("at_limit", budget::kAtLimitNames[static_cast<std::size_t>(budget.at_limit)]).end_object();
}

void write_grid(const pipeline::Generation& generation, JsonWriter& writer) {
    writer.key("grid").begin_object().member("provider", name_of(generation.grid.provider));
    writer.key("zones").begin_array();
    for (const std::string& zone : generation.places->zones()) {
        writer.value(zone.empty() ? std::string_view("world") : std::string_view(zone));
    }
    writer.end_array().end_object();
}

void write_choices(const pipeline::Generation& generation, JsonWriter& writer) {
    const pipeline::PreviewSettings& preview = generation.preview;
    writer.key("preview").begin_object().member("enabled", preview.enabled);
    writer.key("score_above").measure(preview.score_above).end_object();
    const pipeline::CascadeSettings& cascade = generation.cascade;
    writer.key("cascade").begin_object().member("enabled", cascade.enabled);
    writer.member("streaming", pipeline::kCascadeStreamingNames[static_cast<std::size_t>(cascade.streaming)]);
    writer.end_object();
    const pipeline::RoutingSettings& routing = generation.routing;
    writer.key("routing").begin_object();
    writer.member("default_mode", pipeline::kModeNames[static_cast<std::size_t>(routing.default_mode)]);
    writer.member("policy", pipeline::kPolicyNames[static_cast<std::size_t>(routing.policy)]).end_object();
}

void write_departments(const pipeline::Generation& generation, const pipeline::Client* client, JsonWriter& writer) {
    const bool sees_all = client == nullptr || client->settings.reports == pipeline::ReportScope::all;
    writer.key("departments").begin_array();
    for (const pipeline::Department& department : generation.departments.all()) {
        const bool is_own = client != nullptr && client->settings.department == department.name;
        if (sees_all || is_own) writer.value(std::string_view(department.name));
    }
    writer.end_array();
}

}  // namespace

std::string setup_body(const pipeline::Generation& generation, const Service& service, const pipeline::Client* client) {
    std::string body;
    JsonWriter writer(body);
    writer.begin_object().member("version", service.version);
    writer.member("ready", ready_body(generation, service).has_value());
    writer.member("key_required", !generation.clients.empty()).key("models").begin_array();
    for (const models::Model& model : generation.catalogue.models()) {
        write_model(model, generation, writer);
    }
    writer.end_array();
    write_keys(generation, writer);
    writer.key("optimizer").begin_object().member("state", optimizer_state_of(service)).end_object();
    write_choices(generation, writer);
    write_budget(generation.budgets.settings(), writer);
    write_grid(generation, writer);
    write_departments(generation, client, writer);
    writer.end_object();
    return body;
}

}  // namespace greeninfer::api
