#include "api/status_routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "api/percent_decoding.hpp"
#include "pipeline/routing.hpp"
#include "wire/json_writer.hpp"

namespace greeninfer::api {

namespace {

constexpr std::array<std::string_view, 4> kAutoNames = {"auto", "auto-eco", "auto-balanced", "auto-performance"};

// "local" when the embedded engine is all there is, "remote" without it, both otherwise.
std::string_view backend_of(const pipeline::Generation& generation) {
    const auto& all = generation.fleet->all();
    const auto is_local = [](const auto& endpoint) { return endpoint->always_stream; };
    if (std::ranges::all_of(all, is_local)) return "local";
    return std::ranges::any_of(all, is_local) ? "local and remote" : "remote";
}

void write_model(wire::JsonWriter& writer, std::string_view id, std::string_view owner, std::int64_t created) {
    writer.begin_object().member("id", id).member("object", "model").member("created", created);
    writer.member("owned_by", owner).end_object();
}

}  // namespace

std::string_view optimizer_state_of(const Service& service) {
    return service.optimizer != nullptr ? pipeline::optimizer_state_name(*service.optimizer) : "disabled";
}

bool some_model_can_answer(const pipeline::Generation& generation) {
    return std::ranges::any_of(generation.fleet->all(),
                               [](const auto& endpoint) { return fleet::can_answer(*endpoint); });
}

std::string root_body(const pipeline::Generation& generation, const Service& service) {
    const bool ready = some_model_can_answer(generation);
    std::string body;
    wire::JsonWriter writer(body);
    writer.begin_object().member("status", ready ? "GreenInfer is running" : "GreenInfer is starting");
    writer.member("optimizer", optimizer_state_of(service)).member("groq", backend_of(generation));
    writer.member("version", service.version).end_object();
    return body;
}

std::string health_body(const pipeline::Generation& generation, const Service& service) {
    const bool draining = service.draining.load(std::memory_order_relaxed);
    const char* const status = draining ? "draining" : some_model_can_answer(generation) ? "ok" : "starting";
    std::string body;
    wire::JsonWriter writer(body);
    writer.begin_object().member("status", status).member("backend", backend_of(generation));
    writer.member("optimizer", optimizer_state_of(service))
        .member("configuration_generation", generation.number)
        .end_object();
    return body;
}

Result<std::string> ready_body(const pipeline::Generation& generation, const Service& service) {
    if (service.draining.load(std::memory_order_relaxed)) return fail(Fault::draining, "the gateway is shutting down");
    if (!some_model_can_answer(generation)) {
        return std::unexpected(Error{Fault::not_ready, "no model can answer yet", {}, std::chrono::seconds(1)});
    }
    return R"({"status":"ready"})";
}

std::string models_body(const pipeline::Generation& generation, std::int64_t created) {
    std::string body;
    wire::JsonWriter writer(body);
    writer.begin_object().member("object", "list").key("data").begin_array();
    for (const models::Model& model : generation.catalogue.models()) {
        write_model(writer, model.settings.name, "organization-owner", created);
    }
    for (const std::string_view name : kAutoNames) write_model(writer, name, "greeninfer", created);
    writer.end_array().end_object();
    return body;
}

Result<std::string> model_body(const pipeline::Generation& generation, std::string_view encoded_id,
                               std::int64_t created) {
    const std::string id = percent_decoded(encoded_id);
    const bool is_auto = std::ranges::find(kAutoNames, id) != kAutoNames.end();
    if (!is_auto && !generation.catalogue.find(id)) {
        return fail(Fault::unknown_model, fmt::format("the model '{}' does not exist", id.substr(0, 200)), "model");
    }
    std::string body;
    wire::JsonWriter writer(body);
    write_model(writer, id, is_auto ? "greeninfer" : "organization-owner", created);
    return body;
}

}  // namespace greeninfer::api
