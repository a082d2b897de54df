#pragma once
// The command line of llama-server.
#include <cstdint>
#include <string_view>

#include "fleet/child_command.hpp"
#include "fleet/engine_files.hpp"
#include "fleet/engine_settings.hpp"

namespace greeninfer::fleet {

// The key goes into the environment, where other local users cannot read it.
ChildCommand engine_command(const EngineFiles& files, const LocalEngineSettings& settings, std::uint16_t port,
                            std::string_view api_key);

}  // namespace greeninfer::fleet
