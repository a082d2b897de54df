#pragma once
// Which mode a request runs in: what was asked for, unless the grid or a budget moves it.
//
// One place decides it, so that the receipt can name the one cause. Pure.
#include <cstdint>
#include <string_view>

#include "pipeline/routing_settings.hpp"

namespace greeninfer::pipeline {

// How clean the electricity is now. `unknown` moves nothing.
enum class GridStatus : std::uint8_t { unknown, dirty, normal, clean };

struct ModeInputs {
    Mode asked = Mode::balanced;
    GridStatus grid = GridStatus::unknown;
    bool budget_forces_eco = false;
};

struct ModeChoice {
    Mode mode = Mode::balanced;
    std::string_view moved_by;  // why it is not the one asked for; empty when it is
};

ModeChoice choose_mode(const ModeInputs& inputs);

}  // namespace greeninfer::pipeline
