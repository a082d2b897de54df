#pragma once
// Models that come with a key in the environment, so that a key alone turns the embedded engine into three tiers.
//
// The gateway knows one provider's models and what they cost; whoever wants others, or others beside them, configures
// `models`, and then nothing is added. Their energy has the tiers' published coefficients (tier_energy.hpp), as nobody
// has published that of this provider's hardware. Read when a configuration is loaded, on the thread that loads it.
#include <string>
#include <string_view>
#include <vector>

#include "models/model_settings.hpp"

namespace greeninfer::models {

inline constexpr std::string_view kGroqKey = "GROQ_API_KEY";

struct EnvironmentModelsSettings {
    bool enabled = true;
    std::string groq_url = "https://api.groq.com/openai/v1";
};

void describe(config::Fields& fields, EnvironmentModelsSettings& settings);

// Groq's models, with the key that GROQ_API_KEY holds; none where it is not set or empty. `wrong` says what is wrong
// with the key, if anything is.
std::vector<ModelSettings> environment_models(const EnvironmentModelsSettings& settings, std::string& wrong);

}  // namespace greeninfer::models
