#include "pipeline/mode_choice.hpp"

namespace greeninfer::pipeline {

ModeChoice choose_mode(const ModeInputs& inputs) {
    if (inputs.asked == Mode::eco) return {Mode::eco, {}};
    if (inputs.budget_forces_eco) return {Mode::eco, "a budget is nearly used up"};
    if (inputs.grid == grid::Level::dirty) return {Mode::eco, "the electricity is carbon-intensive now"};
    if (inputs.grid == grid::Level::normal && inputs.asked == Mode::performance) {
        return {Mode::balanced, "the performance mode is kept for hours of clean electricity"};
    }
    return {inputs.asked, {}};
}

}  // namespace greeninfer::pipeline
