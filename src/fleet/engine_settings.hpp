#pragma once
// The model server that the gateway runs itself, so that it answers without any configuration.
#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace greeninfer::config {
class Fields;
}

namespace greeninfer::fleet {

// automatic: when no models are configured.
enum class EngineUse { automatic, always, never };
inline constexpr std::array<std::string_view, 3> kEngineUseNames = {"auto", "true", "false"};

// What a busy hardware thread takes with its part of the machine: the average of cloud servers at full load in the SPEC
// power database is 3.5 W (Cloud Carbon Footprint, 2023). Machines lie a factor of two around it, hence the deviation
// of the logarithm.
inline constexpr double kWattsPerCore = 3.5;
inline constexpr double kWattsPerCoreLogDeviation = 0.4;

struct LocalEngineSettings {
    EngineUse enabled = EngineUse::automatic;
    std::string model = "smollm2-135m";  // its name in the catalogue
    std::string model_file;              // GGUF; empty: the one that set-up left in the cache
    std::string server_binary;           // llama-server; empty: the one that set-up left in the cache
    std::size_t replicas = 1;            // engines, each with slots and context of its own
    std::size_t slots = 4;               // requests answered at once by each
    std::size_t context = 4096;          // tokens per slot
    std::size_t queue = 16;              // requests waiting beyond the slots before 429
    std::size_t prompt_cache_bytes = std::size_t{64} * 1024 * 1024;  // of each, for prompts that lost their slot
    std::size_t threads = 0;  // 0: one per core for prompts, half as many for generation; replicas share them
    std::chrono::milliseconds start_timeout = std::chrono::seconds(60);
    double watts_per_core = kWattsPerCore;  // 0: its processor time is no meter
    std::string meter;                      // one of `meters` in its place; empty: its processor time
};

void describe(config::Fields& fields, LocalEngineSettings& settings);

}  // namespace greeninfer::fleet
