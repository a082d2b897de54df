#include "pipeline/optimizer_board.hpp"

#include <array>

namespace greeninfer::pipeline {

static constexpr telemetry::MetricFamily kState = {
    "greeninfer_optimizer_state",
    telemetry::MetricType::gauge,
    "1 for the state that the deletion model's process is in: starting, loaded, failed or disabled.",
    {"state"}};

std::string_view optimizer_state_name(const OptimizerBoard& board) {
    constexpr std::array<std::string_view, 4> kNames = {"starting", "loaded", "failed", "disabled"};
    return kNames[static_cast<std::size_t>(board.state.load(std::memory_order_relaxed))];
}

void write_optimizer_state(telemetry::MetricsWriter& writer, const OptimizerBoard& board) {
    writer.begin(kState);
    writer.sample(std::array{optimizer_state_name(board)}, std::uint64_t{1});
}

}  // namespace greeninfer::pipeline
