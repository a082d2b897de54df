#include "app/environment_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/settings.hpp"
#include "config/secret_source.hpp"

namespace greeninfer::app {

namespace {

using Keys = std::vector<pipeline::EnvironmentKey>;

void add(Keys& keys, const std::string& variable, std::string enables) {
    keys.push_back({variable, config::is_in_environment(variable), std::move(enables)});
}

// One row for each variable, whichever models it is for.
void add_keys_of_models(const Settings& settings, Keys& keys) {
    for (const models::ModelSettings& model : settings.models) {
        for (const models::EndpointSettings& endpoint : model.endpoints) {
            if (endpoint.api_key.env.empty()) continue;
            const auto known = std::ranges::find(keys, endpoint.api_key.env, &pipeline::EnvironmentKey::variable);
            if (known == keys.end()) {
                add(keys, endpoint.api_key.env, "the configured models: " + model.name);
            } else if (!known->enables.ends_with(" " + model.name)) {
                known->enables += ", " + model.name;
            }
        }
    }
}

void add_groq(const Settings& settings, Keys& keys) {
    const std::string variable(models::kGroqKey);
    if (std::ranges::find(keys, variable, &pipeline::EnvironmentKey::variable) != keys.end()) return;
    std::string enables = "a medium and a large model of Groq beside the local one";
    if (!settings.models_from_environment.enabled) {
        enables += ", with models_from_environment.enabled: true";
    } else if (!settings.models.empty()) {
        enables += ", where no models are configured";
    }
    add(keys, variable, std::move(enables));
}

struct GridKey {
    const config::SecretSetting& secret;
    const char* usual_variable;
    const char* enables;
    const char* condition;  // what has to be configured for it
};

// A provider is asked once the configuration names the variable, whatever that is called.
void add_keys_of_grid(const grid::ProviderSettings& providers, Keys& keys) {
    const std::array<GridKey, 4> rows = {{
        {providers.electricity_maps.api_key, "ELECTRICITY_MAPS_KEY",
         "live carbon intensities of every zone, by Electricity Maps", "grid.electricity_maps.api_key_env names it"},
        {providers.watttime.password, "WATTTIME_PASS", "marginal carbon intensities, by WattTime",
         "grid.watttime.user and grid.watttime.password_env name the account"},
        {providers.eia.api_key, "EIA_API_KEY", "hourly carbon intensities of the United States, by the EIA",
         "grid.eia.api_key_env names it"},
        {providers.entsoe.api_key, "ENTSOE_API_KEY", "carbon intensities of European zones, by ENTSO-E",
         "grid.entsoe.api_key_env names it"},
    }};
    for (const GridKey& row : rows) {
        if (!row.secret.file.empty()) continue;
        if (row.secret.env.empty()) {
            add(keys, row.usual_variable, fmt::format("{}, once {}", row.enables, row.condition));
        } else {
            add(keys, row.secret.env, row.enables);
        }
    }
}

}  // namespace

std::vector<pipeline::EnvironmentKey> environment_keys(const Settings& settings) {
    Keys keys;
    add_keys_of_models(settings, keys);
    add_groq(settings, keys);
    add_keys_of_grid(settings.grid.providers, keys);
    return keys;
}

}  // namespace greeninfer::app
