#pragma once
// What all cores know of the deletion model's process: whether it works, where it listens, how much is with it.
//
// Written by the control core (optimizer_child.hpp), read by everybody's optimizer_client.hpp, and by /health. Shared
// by all cores; outlives them.
#include <atomic>
#include <cstdint>
#include <memory>
#include <string_view>

#include "net/frame_address.hpp"
#include "telemetry/metrics_writer.hpp"

namespace greeninfer::pipeline {

enum class OptimizerState : std::uint8_t {
    starting,  // its model is being loaded, for the first time or after its end
    loaded,    // may be asked
    failed,    // there is no model, or several starts in a row came to nothing; then it is still tried
    disabled,  // by configuration
};

struct OptimizerBoard {
    std::atomic<OptimizerState> state{OptimizerState::disabled};
    std::atomic<std::shared_ptr<const net::FrameAddress>> address;  // null unless loaded
    std::atomic<std::size_t> in_flight{0};                          // texts that are with it
    std::atomic<std::size_t> in_flight_max{8};                      // optimizer.queue
};

// As /health spells it: the enumerator's own name.
std::string_view optimizer_state_name(const OptimizerBoard& board);
void write_optimizer_state(telemetry::MetricsWriter& writer, const OptimizerBoard& board);

}  // namespace greeninfer::pipeline
