#pragma once
// How requests that leave the choice to the gateway are routed.
#include <array>
#include <string_view>

namespace greeninfer::config {
class Fields;
}

namespace greeninfer::pipeline {

enum class Mode { eco, balanced, performance };
inline constexpr std::array<std::string_view, 3> kModeNames = {"eco", "balanced", "performance"};

struct RoutingSettings {
    Mode default_mode = Mode::balanced;  // for requests that name no mode
};

void describe(config::Fields& fields, RoutingSettings& settings);

}  // namespace greeninfer::pipeline
