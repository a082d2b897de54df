#pragma once
// How requests that leave the choice to the gateway are routed.
#include <array>
#include <string>
#include <string_view>

namespace greeninfer::config {
class Fields;
}

namespace greeninfer::pipeline {

enum class Mode { eco, balanced, performance };
inline constexpr std::array<std::string_view, 3> kModeNames = {"eco", "balanced", "performance"};

enum class Policy { expected_value, bands };
inline constexpr std::array<std::string_view, 2> kPolicyNames = {"expected_value", "bands"};

// What a mode makes of a prompt. Weights are for the policy expected_value, bands for the policy of that name.
struct ModeSettings {
    double carbon_weight = 0.3;  // chance of a good answer given up for the carbon of the dearest candidate
    double cost_weight = 0;      // the same for money
    double small_below = 40;     // scores from 0 to 100
    double medium_below = 70;
};

struct RoutingSettings {
    Mode default_mode = Mode::balanced;  // for requests that name no mode
    Policy policy = Policy::expected_value;
    ModeSettings eco{.carbon_weight = 0.5, .small_below = 55, .medium_below = 85};
    ModeSettings balanced{};
    ModeSettings performance{.carbon_weight = 0.1, .small_below = 15, .medium_below = 50};
    double min_quality = 0;  // 0: not asked for
    std::string scorer_weights;

    const ModeSettings& of(Mode mode) const {
        return mode == Mode::eco ? eco : mode == Mode::balanced ? balanced : performance;
    }
};

void describe(config::Fields& fields, ModeSettings& settings);
void describe(config::Fields& fields, RoutingSettings& settings);

}  // namespace greeninfer::pipeline
