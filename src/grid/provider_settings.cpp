#include "grid/provider_settings.hpp"

#include <fmt/format.h>

#include "config/fields.hpp"

namespace greeninfer::grid {

using config::Count, config::Name, config::OneOf, config::Text;

namespace {

constexpr Text kUrl{"URL"};

// The setting that holds the provider's key, or null where none is needed.
const config::SecretSetting* key_of(Provider provider, const ProviderSettings& settings) {
    switch (provider) {
        case Provider::electricity_maps:
            return &settings.electricity_maps.api_key;
        case Provider::watttime:
            return &settings.watttime.password;
        case Provider::eia:
            return &settings.eia.api_key;
        case Provider::entsoe:
            return &settings.entsoe.api_key;
        default:
            return nullptr;
    }
}

}  // namespace

void describe(config::Fields& fields, ElectricityMapsSettings& settings) {
    fields.value("url", settings.url, kUrl, "Where its API is.");
    fields.value("version", settings.version, OneOf<ElectricityMapsVersion>{kElectricityMapsVersionNames},
                 "Version of its API.");
    describe_secret(fields, "api_key", settings.api_key, "the key of Electricity Maps");
}

void describe(config::Fields& fields, WattTimeRegion& region) {
    fields.required("zone", region.zone, Name{}, "A zone of this configuration, such as US-MIDA-PJM.");
    fields.required("region", region.region, Name{}, "What WattTime calls the part of it that is meant.");
}

void describe(config::Fields& fields, WattTimeSettings& settings) {
    fields.value("url", settings.url, kUrl, "Where its API is.");
    fields.value("user", settings.user, Text{}, "Name of the account.");
    describe_secret(fields, "password", settings.password, "the password of the WattTime account");
    fields.groups("regions", settings.regions, "WattTime's regions of zones that the built-in table does not have.");
    fields.require(settings.user.empty() == (settings.password.env.empty() && settings.password.file.empty()), "user",
                   "and the password belong together; set user and one of password_env and password_file");
}

void describe(config::Fields& fields, UkNesoSettings& settings) {
    fields.value("url", settings.url, kUrl, "Where its API is; it needs no key.");
    fields.value("region_id", settings.region_id, Count{0, 17},
                 "Part of Great Britain, as the API numbers them; 0 is all of it.");
}

void describe(config::Fields& fields, EiaSettings& settings) {
    fields.value("url", settings.url, kUrl, "Where its API is.");
    describe_secret(fields, "api_key", settings.api_key, "the key of the EIA's open data");
}

void describe(config::Fields& fields, ErcotSettings& settings) {
    fields.value("url", settings.url, kUrl,
                 "Where the dashboards are; they need no key, but may refuse other countries.");
}

void describe(config::Fields& fields, EntsoeSettings& settings) {
    fields.value("url", settings.url, kUrl, "Where its API is.");
    describe_secret(fields, "api_key", settings.api_key, "the security token of the transparency platform");
}

void describe_providers(config::Fields& fields, ProviderSettings& settings) {
    fields.group("electricity_maps", settings.electricity_maps,
                 "Electricity Maps: every zone, consumption, lifecycle.");
    fields.group("watttime", settings.watttime, "WattTime: marginal intensities.");
    fields.group("uk_neso", settings.uk_neso,
                 "The operator of Great Britain's grid: direct intensity with a forecast.");
    fields.group("eia", settings.eia, "The US Energy Information Administration: hourly generation by fuel.");
    fields.group("ercot", settings.ercot, "The operator of the Texas grid: generation by fuel every five minutes.");
    fields.group("entsoe", settings.entsoe, "The European operators: generation by fuel.");
}

bool has_key(Provider provider, const ProviderSettings& settings) {
    const config::SecretSetting* key = key_of(provider, settings);
    return key == nullptr || key->value != nullptr;
}

std::string missing_key(Provider provider, const ProviderSettings& settings) {
    const config::SecretSetting* key = key_of(provider, settings);
    if (key == nullptr || !key->env.empty() || !key->file.empty()) return {};
    return fmt::format(
        "{0} needs a key; name the environment variable that holds it in grid.{0}.{1}_env, or a file in "
        "grid.{0}.{1}_file",
        name_of(provider), provider == Provider::watttime ? "password" : "api_key");
}

}  // namespace greeninfer::grid
