#pragma once
// Where the local engine's program and weights are: as configured, or where set-up leaves them in the cache.
//
// Both are looked for before anything is started, so that a missing one is reported with its path and the way to get
// it, instead of as a child that ends at once.
#include <string>

#include "base/result.hpp"
#include "fleet/engine_settings.hpp"

namespace greeninfer::fleet {

// The release of llama-cpp-python whose engine set-up builds; tools/setup/pins.sh names the same, and a test compares.
inline constexpr std::string_view kEngineVersion = "0.3.36";
inline constexpr std::string_view kEngineModelFile = "SmolLM2-135M-Instruct.Q4_1.gguf";

struct EngineFiles {
    std::string server_binary;
    std::string model_file;
};

// $GREENINFER_CACHE, else $XDG_CACHE_HOME/greeninfer, else $HOME/.cache/greeninfer.
std::string cache_folder();

// not_ready, with the setting in the field, when a file is not there or may not be used.
Result<EngineFiles> find_engine_files(const LocalEngineSettings& settings, const std::string& cache);

}  // namespace greeninfer::fleet
