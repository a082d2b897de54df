#pragma once
// Which mode a request runs in: what was asked for, unless the grid or a budget moves it.
//
// One place decides it, so that the receipt can name the one cause. Pure.
#include <string_view>

#include "grid/level.hpp"
#include "pipeline/routing_settings.hpp"

namespace greeninfer::pipeline {

struct ModeInputs {
    Mode asked = Mode::balanced;
    grid::Level grid = grid::Level::unknown;  // unknown moves nothing
    bool budget_forces_eco = false;
};

struct ModeChoice {
    Mode mode = Mode::balanced;
    std::string_view moved_by;  // why it is not the one asked for; empty when it is
};

ModeChoice choose_mode(const ModeInputs& inputs);

}  // namespace greeninfer::pipeline
