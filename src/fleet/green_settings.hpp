#pragma once
// How much an operator lets carbon decide in which region a request runs: `enterprise.green_routing`.
//
// Plain value; part of a Generation.
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace greeninfer::config {
class Fields;
}

namespace greeninfer::fleet {

enum class GreenPriority : std::uint8_t {
    low_carbon,  // the cleanest region that is fast enough
    balanced,    // carbon and latency weigh the same
    latency,     // the fastest region that is clean enough
};
inline constexpr std::array<std::string_view, 3> kGreenPriorityNames = {"low_carbon", "balanced", "latency"};

struct GreenSettings {
    bool enabled = false;
    GreenPriority priority = GreenPriority::low_carbon;
    std::optional<double> threshold_gco2;  // highest g CO2e/kWh of a region
    std::chrono::milliseconds max_added_latency{150};
};

void describe(config::Fields& fields, GreenSettings& settings);

}  // namespace greeninfer::fleet
