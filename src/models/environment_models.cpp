#include "models/environment_models.hpp"

#include <array>

#include "config/fields.hpp"
#include "config/secret_source.hpp"

namespace greeninfer::models {

namespace {

constexpr std::array<std::string_view, 2> kNoAndYes = {"false", "true"};

struct KnownModel {
    const char* name;
    const char* display_name;
    const char* upstream_name;
    Tier tier;
    std::size_t context_window;
    double input_usd_per_mtok;
    double output_usd_per_mtok;
};

// Names, windows and prices as Groq's pages of models and of prices give them; deploy/examples/groq.yaml says the same,
// and a test holds it to that.
constexpr std::array kGroqModels = {
    KnownModel{"llama-3.1-8b", "Llama 3.1 8B", "llama-3.1-8b-instant", Tier::medium, 131'072, 0.05, 0.08},
    KnownModel{"llama-3.3-70b", "Llama 3.3 70B", "llama-3.3-70b-versatile", Tier::large, 131'072, 0.59, 0.79},
};

ModelSettings settings_of(const KnownModel& known, const std::string& url, const config::SecretSetting& key) {
    ModelSettings model{.name = known.name, .display_name = known.display_name, .tier = known.tier};
    model.capabilities = {Capability::tools};
    model.context_window = known.context_window;
    model.price = {.input_per_mtok = known.input_usd_per_mtok, .output_per_mtok = known.output_usd_per_mtok};
    // A check is a request to somebody else's service every few seconds, which nobody asked for here; the breaker
    // notices failures too.
    model.endpoints.push_back({.url = url, .model = known.upstream_name, .api_key = key, .health_path = ""});
    return model;
}

}  // namespace

void describe(config::Fields& fields, EnvironmentModelsSettings& settings) {
    fields.value("enabled", settings.enabled, config::OneOf<bool>{kNoAndYes},
                 "Adds Groq's medium and large model where `GROQ_API_KEY` is set and no `models` are configured.");
    fields.value("groq_url", settings.groq_url, config::Text{"URL"}, "Where Groq's API is.");
}

std::vector<ModelSettings> environment_models(const EnvironmentModelsSettings& settings, std::string& wrong) {
    std::vector<ModelSettings> models;
    config::SecretSetting key{.env = std::string(kGroqKey)};
    if (!settings.enabled || !config::is_in_environment(key.env)) return models;
    wrong = config::fetch_from_environment(key);
    if (!wrong.empty()) return models;
    for (const KnownModel& known : kGroqModels) models.push_back(settings_of(known, settings.groq_url, key));
    return models;
}

}  // namespace greeninfer::models
