#pragma once
// One model as the configuration describes it: what it is called, what it can do, what it costs, and where it runs.
//
// A plain value; models::Catalogue is what a request looks models up in.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/secret.hpp"
#include "energy/token_coefficients.hpp"
#include "models/tier.hpp"

namespace greeninfer::config {
class Fields;
}

namespace greeninfer::models {

enum class Capability { tools, logprobs, vision, embeddings };
inline constexpr std::array<std::string_view, 4> kCapabilityNames = {"tools", "logprobs", "vision", "embeddings"};

// US dollars per million tokens; both are known or neither is.
struct PriceSettings {
    std::optional<double> input_per_mtok;
    std::optional<double> output_per_mtok;
};

// What the energy that a server reports about its answers stands for.
enum class ReportedEnergy : std::uint8_t { it, facility, ignore };
inline constexpr std::array<std::string_view, 3> kReportedEnergyNames = {"it", "facility", "ignore"};

// Where a server publishes what is in its prefix cache.
struct KvEventSettings {
    std::string url;         // tcp://host:port; empty: it does not
    std::string replay_url;  // where it answers what was missed; empty: nowhere
    std::string topic;       // beginning of the topics that are its own; empty: all
};

struct EndpointSettings {
    std::string url;    // http or https, with the API's base path, such as https://api.example/v1
    std::string model;  // what this server calls the model; empty: the same as the model's name
    std::string region;
    config::SecretSetting api_key;        // api_key_env or api_key_file
    std::string health_path = "/models";  // appended to the path of url
    std::size_t max_in_flight = 0;        // 0: no limit
    ReportedEnergy reported_energy = ReportedEnergy::it;
    std::string meter;        // one of `meters`; empty: none watches its hardware
    std::string metrics_url;  // where the server shows how full it is; empty: not asked
    KvEventSettings kv_events;
    std::string cluster;  // that it stands in; empty: none. Not a setting: clusters lay out endpoints of their own
};

struct ModelSettings {
    std::string name;
    std::string display_name;  // empty: the same as name
    Tier tier = Tier::small;
    std::vector<Capability> capabilities;
    std::optional<std::size_t> context_window;  // tokens; absent: unknown
    PriceSettings price;
    energy::EnergySettings energy;
    std::optional<double> quality;  // measured share of good answers, 0 to 1
    std::vector<EndpointSettings> endpoints;
};

void describe(config::Fields& fields, PriceSettings& settings);
void describe(config::Fields& fields, KvEventSettings& settings);
void describe(config::Fields& fields, EndpointSettings& settings);
void describe(config::Fields& fields, ModelSettings& settings);

}  // namespace greeninfer::models
