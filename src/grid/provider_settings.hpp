#pragma once
// Who is asked how clean the electricity is, where they answer, and with which keys.
//
// Every address can be changed, because providers move their paths and some are reachable only through a relay. Keys
// come from the environment or from files. Plain values; read at start and reload, used on the control core.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/secret.hpp"

namespace greeninfer::config {
class Fields;
}

namespace greeninfer::grid {

enum class Provider : std::uint8_t {
    automatic,  // for each zone the best source that needs no key or whose key is there, otherwise the table
    electricity_maps,
    google_cloud,
    aws,
    watttime,
    uk_neso,
    eia,
    entsoe,
    ercot,
    static_table,
};
inline constexpr std::array<std::string_view, 10> kProviderNames = {
    "auto", "electricity_maps", "google_cloud", "aws", "watttime", "uk_neso", "eia", "entsoe", "ercot", "static"};

constexpr std::string_view name_of(Provider provider) {
    return kProviderNames[static_cast<std::size_t>(provider)];
}

enum class ElectricityMapsVersion : std::uint8_t { v3, v4 };
inline constexpr std::array<std::string_view, 2> kElectricityMapsVersionNames = {"v3", "v4"};

struct ElectricityMapsSettings {
    std::string url = "https://api.electricitymaps.com";
    ElectricityMapsVersion version = ElectricityMapsVersion::v3;
    config::SecretSetting api_key;
};

// Which of WattTime's regions stands for a zone.
struct WattTimeRegion {
    std::string zone;
    std::string region;
};

struct WattTimeSettings {
    std::string url = "https://api.watttime.org";
    std::string user;
    config::SecretSetting password;
    std::vector<WattTimeRegion> regions;
};

struct UkNesoSettings {
    std::string url = "https://api.carbonintensity.org.uk";
    std::size_t region_id = 0;  // 1 to 17: a part of Great Britain; 0: all of it
};

struct EiaSettings {
    std::string url = "https://api.eia.gov";
    config::SecretSetting api_key;
};

struct ErcotSettings {
    std::string url = "https://www.ercot.com";
};

struct EntsoeSettings {
    std::string url = "https://web-api.tp.entsoe.eu";
    config::SecretSetting api_key;
};

struct ProviderSettings {
    ElectricityMapsSettings electricity_maps;
    WattTimeSettings watttime;
    UkNesoSettings uk_neso;
    EiaSettings eia;
    ErcotSettings ercot;
    EntsoeSettings entsoe;
};

// Describes the groups electricity_maps, watttime, uk_neso, eia, ercot and entsoe, in place of one group around them.
void describe_providers(config::Fields& fields, ProviderSettings& settings);

// Whether the provider's key, if it needs one, was found.
bool has_key(Provider provider, const ProviderSettings& settings);

// What to configure for a provider that needs a key and has none; empty when nothing is missing.
std::string missing_key(Provider provider, const ProviderSettings& settings);

}  // namespace greeninfer::grid
