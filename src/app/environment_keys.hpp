#pragma once
// Which variables of the environment would switch something on, and what.
#include <vector>

#include "pipeline/environment_key.hpp"

namespace greeninfer::app {

struct Settings;

// Looks at the environment, so call it where settings are loaded. Keys that come from files are not among them.
std::vector<pipeline::EnvironmentKey> environment_keys(const Settings& settings);

}  // namespace greeninfer::app
