#include "pipeline/optimizer_board.hpp"

#include <array>

namespace greeninfer::pipeline {

std::string_view optimizer_state_name(const OptimizerBoard& board) {
    constexpr std::array<std::string_view, 4> kNames = {"starting", "loaded", "failed", "disabled"};
    return kNames[static_cast<std::size_t>(board.state.load(std::memory_order_relaxed))];
}

}  // namespace greeninfer::pipeline
